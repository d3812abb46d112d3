import { measureFirstChunks } from "./load/first-chunks.ts";
import { measureHttp } from "./load/http.ts";
import { measureLookups } from "./load/lookups.ts";
import { measureMemory } from "./load/memory.ts";
import { chosenSubjects, type Loaded, openLoaded, STORE_NAMES } from "./load/open-subjects.ts";
import { measureOutages } from "./load/outage.ts";
import type { Bench, BenchContext, Row } from "./support/bench.ts";

/** The parts, and what each of them needs. */
type Part = (context: Chosen) => AsyncIterable<Row>;

interface Chosen extends BenchContext {
  readonly stores: readonly string[];
}

const PARTS: Readonly<Record<string, Part>> = { lookups, outages, footprint, http };
const ENTRIES = 1_000;
const MANY_ENTRIES = 10_000;

/**
 * The cache under load. `--only` names parts and stores: `--only lookups,redis`; `--sizes` says how many
 * entries are looked up among.
 */
export const load: Bench = async (context) => {
  const { parts, stores } = chosen(context.only ?? []);
  const failed: string[] = [];
  for (const part of parts) {
    for await (const row of part({ ...context, stores })) {
      if (row.ok === false) failed.push(String(row.name));
      context.report(row);
    }
  }
  return failed.length === 0 ? "All gates are kept." : `Not kept: ${failed.join(", ")}.`;
};

function chosen(names: readonly string[]): { parts: readonly Part[]; stores: readonly string[] } {
  const unknown = names.filter(
    (name) => !Object.hasOwn(PARTS, name) && !STORE_NAMES.includes(name),
  );
  if (unknown.length > 0) {
    throw new Error(`--only knows: ${[...Object.keys(PARTS), ...STORE_NAMES].join(", ")}.`);
  }
  const parts = Object.entries(PARTS).filter(([name]) => names.includes(name));
  return {
    parts: (parts.length > 0 ? parts : Object.entries(PARTS)).map(([, part]) => part),
    stores: names.filter((name) => STORE_NAMES.includes(name)),
  };
}

async function* lookups({ stores, sizes }: Chosen): AsyncGenerator<Row> {
  const loaded: Loaded[] = [];
  try {
    for (const subject of chosenSubjects(stores)) {
      loaded.push(await openLoaded(subject, Math.min(subject.most, sizes?.[0] ?? ENTRIES)));
    }
    yield* await measureLookups(loaded);
    yield* await measureFirstChunks(loaded);
  } finally {
    for (const { close } of loaded) await close();
  }
}

async function* outages({ stores }: Chosen): AsyncGenerator<Row> {
  yield* measureOutages(chosenSubjects(stores));
}

async function* footprint({ stores, sizes }: Chosen): AsyncGenerator<Row> {
  const entries = sizes?.[0] ?? MANY_ENTRIES;
  for (const subject of chosenSubjects(stores)) {
    if (subject.most >= entries) yield await measureMemory(subject, entries);
  }
}

async function* http({ note }: Chosen): AsyncGenerator<Row> {
  try {
    yield* measureHttp();
  } catch (error) {
    if (!isNotInstalled(error)) throw error;
    note("Left out: http (npm ci in bench/load installs what it needs).");
  }
}

function isNotInstalled(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}
