import { begun, type FullCache, fullCache, generated } from "./middleware/full-cache.ts";
import type { SdkModel } from "./peers/sdk-types.ts";
import type { Bench, Row } from "./support/bench.ts";
import { measure, medianOf, rounded, type Timing, type Variant } from "./support/measure.ts";

type Timings = Readonly<Record<string, Timing>>;

const ENTRIES = 10_000;
const ROUNDS = { rounds: 200, warmup: 40 };
/** What the cache may add to a miss, in milliseconds. */
const GATE_MS = 1;

/**
 * What the middleware costs through `generateText` and `streamText`, around models that answer at once: prompts
 * of 1 KB, 10,000 entries of 1,536 dimensions.
 */
export const middleware: Bench = async ({ report, sizes }) => {
  const cache = await fullCache(sizes?.[0] ?? ENTRIES);
  const miss = await missRow(cache);
  report(miss);
  for (const row of await hitRows(cache)) report(row);
  return `A miss waits ${miss.overheadP50Ms} ms for the cache (median, gate ${GATE_MS} ms).`;
};

/** What a caller waits longer with the cache than without, on a miss; the write comes behind it. */
async function missRow({ alone, cached, unknown, settle }: FullCache): Promise<Row> {
  const { bare, missed } = await measure(
    {
      bare: asking((prompt) => generated(alone, prompt), unknown, settle),
      missed: asking((prompt) => generated(cached, prompt), unknown, settle),
    },
    ROUNDS,
  );
  const added = missed.samples.map((time, round) => time - (bare.samples[round] ?? 0));
  const overheadP50Ms = rounded(medianOf(added));
  return {
    name: "miss",
    overheadP50Ms,
    overheadMinMs: rounded(missed.min - bare.min),
    p50Ms: rounded(missed.median),
    modelAloneP50Ms: rounded(bare.median),
    gate: GATE_MS,
    ok: overheadP50Ms < GATE_MS,
  };
}

async function hitRows(cache: FullCache): Promise<Row[]> {
  const before = cache.calls();
  const answers = await timeAnswers(cache);
  const chunks = await timeFirstChunks(cache);
  const bare = 2 * (ROUNDS.rounds + ROUNDS.warmup);
  if (cache.calls() - before > bare) throw new Error("A hit asked the model.");
  return Object.keys(answers).map((name) => toRow(name, answers, chunks));
}

function timeAnswers({ alone, cached, known, unknown, settle }: FullCache): Promise<Timings> {
  const full = (model: SdkModel) => (prompt: string) => generated(model, prompt);
  return measure(
    {
      "model alone": asking(full(alone), unknown, settle),
      "exact hit": asking(full(cached), () => known("same"), settle),
      "semantic hit": asking(full(cached), () => known("other"), settle),
    },
    ROUNDS,
  );
}

function timeFirstChunks({ alone, cached, known, unknown }: FullCache): Promise<Timings> {
  const [bare, hits] = [firstChunks(alone), firstChunks(cached)];
  return measure(
    {
      "model alone": asking(bare.begin, unknown, bare.readRest),
      "exact hit": asking(hits.begin, () => known("same"), hits.readRest),
      "semantic hit": asking(hits.begin, () => known("other"), hits.readRest),
    },
    ROUNDS,
  );
}

function toRow(name: string, answers: Timings, chunks: Timings): Row {
  const [answer, chunk] = [answers[name], chunks[name]];
  return {
    name,
    minMs: answer && rounded(answer.min),
    p50Ms: answer && rounded(answer.median),
    firstChunkMinMs: chunk && rounded(chunk.min),
    firstChunkP50Ms: chunk && rounded(chunk.median),
  };
}

/** One question in every run. Its prompt is made, and what the last one left to do is done, beforehand. */
function asking(
  ask: (prompt: string) => Promise<unknown>,
  nextPrompt: () => string,
  settle: () => Promise<void>,
): Variant {
  let prompt = "";
  async function prepare(): Promise<void> {
    await settle();
    prompt = nextPrompt();
  }
  return { prepare, run: () => ask(prompt) };
}

/** Streams that are timed until their first text, and read to their end before the next one. */
function firstChunks(model: SdkModel): {
  begin(prompt: string): Promise<void>;
  readRest(): Promise<void>;
} {
  let texts: AsyncIterator<string> | undefined;
  return {
    async begin(prompt) {
      texts = await begun(model, prompt);
    },
    async readRest() {
      while (texts && !(await texts.next()).done);
    },
  };
}
