import { builtInEmbedding } from "../src/built-in/index.ts";
import { normalForm } from "../src/request/normal-form.ts";
import { atDefault, percentOf } from "./support/at-default.ts";
import type { Bench, BenchContext, Row } from "./support/bench.ts";
import { isVetoed } from "./support/guarded.ts";
import type { StreamedQuestion } from "./support/labelled-data.ts";
import { shareOf } from "./support/share.ts";
import { type Near, nearEarlier, unitRows, type VectorRows } from "./support/similar-vectors.ts";

const QUESTIONS = 6_000;
const THRESHOLDS = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
/** Candidates a lookup of the cache looks at. */
const CANDIDATES = 4;
const MINI_LM_DIMENSIONS = 384;
const SEED = 5;

/** A stream of questions as one embedding model sees it. */
interface Replay {
  readonly questions: readonly StreamedQuestion[];
  /** Earlier questions near each question. */
  readonly near: readonly (readonly Near[])[];
}

/**
 * Streams of questions, asked in order of a cache that stores what it misses: how many are answered from
 * it, and how many of all are answered wrongly. Exact repeats (by normal form) count as hits.
 */
export const traffic: Bench = async ({ data, report }) => {
  const rows: Row[] = [];
  for (const stream of ["qqp_stream_20k", "banking77"]) {
    for (const [model, replay] of await replays(data(), stream)) {
      for (const threshold of THRESHOLDS) {
        const row = measure(`${model} ${stream} ${threshold.toFixed(2)}`, replay, threshold);
        rows.push(row);
        report(row);
      }
    }
  }
  return summary(rows);
};

async function replays(
  data: ReturnType<BenchContext["data"]>,
  name: string,
): Promise<readonly (readonly [model: string, replay: Replay])[]> {
  const all = data.stream(name);
  // One table is sorted by intent, which no traffic is.
  const order = name === "banking77" ? shuffled(all.length) : all.map((_, index) => index);
  const chosen = order.slice(0, QUESTIONS);
  const questions = chosen.flatMap((index) => all[index] ?? []);
  const toReplay = (rows: VectorRows): Replay => ({
    questions,
    near: nearEarlier(rows, THRESHOLDS[0] ?? 0),
  });
  const measured = data.miniLmVectors(name);
  const builtIn = ["built-in", toReplay(await embedAll(questions))] as const;
  if (!measured) return [builtIn];
  const rows = chosen.flatMap((index) => [
    ...measured.subarray(index * MINI_LM_DIMENSIONS, (index + 1) * MINI_LM_DIMENSIONS),
  ]);
  return [builtIn, ["all-MiniLM-L6-v2", toReplay(unitRows(rows, MINI_LM_DIMENSIONS))]];
}

async function embedAll(questions: readonly StreamedQuestion[]): Promise<VectorRows> {
  const { embeddings } = await builtInEmbedding().doEmbed({
    values: questions.map(({ text }) => text),
  });
  return unitRows(embeddings.flat(), embeddings[0]?.length ?? 1);
}

function measure(name: string, replay: Replay, threshold: number): Row {
  const guarded = replayStream(replay, threshold, isVetoed);
  const unguarded = replayStream(replay, threshold, () => false);
  const total = replay.questions.length;
  return {
    name,
    asked: total,
    hits: shareOf(guarded.hits, total),
    wrong: shareOf(guarded.wrong, total),
    wrongOfHits: shareOf(guarded.wrong, guarded.hits),
    unguardedHits: shareOf(unguarded.hits, total),
    unguardedWrong: shareOf(unguarded.wrong, total),
    unguardedWrongOfHits: shareOf(unguarded.wrong, unguarded.hits),
  };
}

function replayStream(
  { questions, near }: Replay,
  threshold: number,
  refuses: (asked: string, stored: string) => boolean,
): { hits: number; wrong: number } {
  const stored = new Set<number>();
  const byForm = new Map<string, number>();
  const counts = { hits: 0, wrong: 0 };
  for (const [index, { text, cluster }] of questions.entries()) {
    const form = normalForm(text);
    const candidates = (near[index] ?? [])
      .filter((other) => other.similarity >= threshold && stored.has(other.index))
      .slice(0, CANDIDATES);
    const match = candidates.find((other) => !refuses(text, questions[other.index]?.text ?? ""));
    const served = byForm.get(form) ?? match?.index;
    if (served === undefined) {
      stored.add(index);
      byForm.set(form, index);
    } else {
      counts.hits++;
      counts.wrong += questions[served]?.cluster === cluster ? 0 : 1;
    }
  }
  return counts;
}

function shuffled(length: number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  let state = SEED;
  for (let last = length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}

function summary(rows: readonly Row[]): string {
  const { threshold, row } = atDefault(rows, "qqp_stream_20k");
  return (
    `Built-in model at its default of ${threshold} with guards, a stream of Quora questions: ` +
    `${percentOf(row?.hits)} are answered from the cache, ${percentOf(row?.wrong)} wrongly.`
  );
}
