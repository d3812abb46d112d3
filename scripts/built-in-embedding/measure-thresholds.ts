/**
 * Measures what a threshold costs and brings with the built-in model, on labelled pairs.
 *
 *   node scripts/built-in-embedding/measure-thresholds.ts --data DIR [--table FILE]
 *
 * DIR holds `<name>.jsonl` files with one `{ a, b, label }` a line (1: one answer serves both) and,
 * if there, `real_prompts.jsonl` with one `{ text }` a line: different prompts, so any hit is false.
 * Prints, per file and threshold, the share of label 1 that hits / the share of label 0 that hits.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sentenceVectors } from "../../src/built-in/sentence-vectors.ts";
import { resolveGuards } from "../../src/lookup/guards/index.ts";

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly label: 0 | 1;
}

/** Whether a match may be served, for a query and the question it matched. */
type Accept = (query: string, candidate: string) => boolean;

const THRESHOLDS = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
const FILES = [
  "gptcache_mock",
  "qqp_1000_te3small_sims",
  "qqp_hard_char4gram60",
  "redis_langcache_716",
  "kmemo_tuned",
  "kmemo_responses",
  "banking_adversarial_94",
  "checklist_qqp",
];
const TABLE = new URL("../../src/built-in/en-wn-256-q4.bin", import.meta.url);

const { values: options } = parseArgs({
  options: { data: { type: "string" }, table: { type: "string" } },
});
if (!options.data) throw new Error("Say where the labelled pairs are: --data DIR");

const embed = sentenceVectors(readFileSync(options.table ?? TABLE));
const vectors = new Map<string, readonly number[]>();
printTable(options.data, {
  "no guards": () => true,
  "standard guards": passesStandardGuards,
});

function passesStandardGuards(query: string, candidate: string): boolean {
  const { guards, read } = resolveGuards("standard");
  const [asked, stored] = [read(query), read(candidate)];
  return guards.every((guard) => guard.veto(asked, stored) === undefined);
}

function printTable(data: string, guards: Record<string, Accept>): void {
  for (const [title, accept] of Object.entries(guards)) {
    console.log(`\n${title}: recall % / false hits %`);
    console.log(row("", ["AUC", ...THRESHOLDS.map((threshold) => threshold.toFixed(2))]));
    for (const name of FILES) {
      const pairs = readLines<Pair>(join(data, `${name}.jsonl`));
      if (pairs.length > 0) console.log(row(name, measurePairs(pairs, accept)));
    }
    const prompts = readLines<{ text: string }>(join(data, "real_prompts.jsonl"));
    if (prompts.length > 0) console.log(row("real_prompts", measureUnrelated(prompts, accept)));
  }
}

function measurePairs(pairs: readonly Pair[], accept: Accept): string[] {
  const scored = pairs.map(({ a, b, label }) => ({ label, similarity: similarity(a, b, accept) }));
  const of = (label: 0 | 1) =>
    scored.filter((pair) => pair.label === label).map((pair) => pair.similarity);
  const alike = of(1);
  const different = of(0);
  const columns = THRESHOLDS.map(
    (threshold) => `${percentAbove(alike, threshold)}/${percentAbove(different, threshold)}`,
  );
  return [areaUnderCurve(alike, different), ...columns];
}

/** Every prompt against all others: the share that finds something to hit. */
function measureUnrelated(prompts: readonly { text: string }[], accept: Accept): string[] {
  const nearest = prompts.map(({ text }, index) =>
    Math.max(
      ...prompts.map((other, place) =>
        place === index ? -1 : similarity(text, other.text, accept),
      ),
    ),
  );
  return ["-", ...THRESHOLDS.map((threshold) => `-/${percentAbove(nearest, threshold)}`)];
}

function similarity(query: string, candidate: string, accept: Accept): number {
  const left = vectorOf(query);
  const right = vectorOf(candidate);
  const cosine = left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
  return cosine >= (THRESHOLDS[0] ?? 0) && !accept(query, candidate) ? -1 : cosine;
}

function vectorOf(text: string): readonly number[] {
  const known = vectors.get(text) ?? embed(text).vector;
  vectors.set(text, known);
  return known;
}

/** The chance that a pair that should hit is closer than one that should not; guards count as -1. */
function areaUnderCurve(alike: readonly number[], different: readonly number[]): string {
  if (alike.length === 0 || different.length === 0) return "-";
  let wins = 0;
  for (const high of alike) {
    for (const low of different) wins += high > low ? 1 : high === low ? 0.5 : 0;
  }
  return (wins / alike.length / different.length).toFixed(3);
}

function percentAbove(similarities: readonly number[], threshold: number): string {
  if (similarities.length === 0) return "-";
  const above = similarities.filter((value) => value >= threshold).length;
  return ((100 * above) / similarities.length).toFixed(1);
}

function readLines<Line>(path: string): Line[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(26) + cells.map((cell) => cell.padStart(12)).join("");
}
