import { cosineSimilarity } from "ai";
import { builtInEmbedding } from "../src/built-in/index.ts";
import { type SemanticCache, semanticCache } from "../src/index.ts";
import type { Bench, Row } from "./support/bench.ts";
import { answer, generate, mustNotBeAsked } from "./support/bench-model.ts";
import { measure, rounded, type Timing } from "./support/measure.ts";
import { type CallOptions, callOptions, said } from "./support/prompts.ts";

const ROUNDS = 30;
/** Requests in one timed run, and vectors that are compared by hand in one. */
const REQUESTS = 40;
const COMPARISONS = 5;

const VERBS = words("open close move paint clean check repair sell rent borrow");
const ADJECTIVES = words("old new small large green red blue heavy wooden broken");
const NOUNS = words("door window table garden boat car piano house lamp bridge");
const PLACES = words("London Paris Berlin Madrid Rome Vienna Oslo Dublin Athens Lisbon");
/** Places that nobody has asked about. */
const OTHER_PLACES = words("the forest|the desert|the mountains|the office|the kitchen", "|");

/** What a lookup by meaning costs in a cache of 1,000 and of 10,000 entries, when it hits and when it misses. */
export const lookup: Bench = async ({ report }) => {
  const rows = [...(await measureCache("1k", 1_000)), ...(await measureCache("10k", 10_000))];
  for (const row of rows) report(row);
  const medianOf = (name: string) => rows.find((row) => row.name === name)?.medianMicroseconds;
  return (
    `With 10,000 entries a semantic hit takes ${medianOf("semantic-hit-10k")} µs and a miss is kept waiting for ` +
    `${medianOf("miss-10k")} µs; with 1,000 entries ${medianOf("semantic-hit-1k")} and ` +
    `${medianOf("miss-1k")} µs (medians, embedding included).`
  );
};

async function measureCache(size: string, entries: number): Promise<readonly Row[]> {
  const cache = await filledCache(entries);
  const compareByHand = await handWrittenSearch(entries);
  const hits = endless((index) => ask("can", index % entries));
  const misses = endless((index) => ask("do", index, OTHER_PLACES));
  const { hit, miss, loop } = await measure(
    {
      hit: { run: () => askAll(cache, hits(REQUESTS), mustNotBeAsked) },
      miss: { run: () => askAll(cache, misses(REQUESTS), answerNothing) },
      loop: { run: () => compareByHand(COMPARISONS) },
    },
    { rounds: ROUNDS },
  );
  const loopFigures = figures(loop, COMPARISONS);
  return [
    toRow(`semantic-hit-${size}`, hit, loopFigures),
    toRow(`miss-${size}`, miss, loopFigures),
  ];
}

function toRow(name: string, timing: Timing, loop: ReturnType<typeof figures>): Row {
  const own = figures(timing, REQUESTS);
  return {
    name,
    ...own,
    cosineSimilarityLoopMicroseconds: loop.medianMicroseconds,
    timesFasterThanLoop: rounded(loop.medianMicroseconds / own.medianMicroseconds),
  };
}

function figures({ min, median }: Timing, count: number) {
  return {
    medianMicroseconds: rounded((1_000 * median) / count),
    minMicroseconds: rounded((1_000 * min) / count),
  };
}

/** A cache of combinations of words, stored without being looked up first. */
async function filledCache(entries: number): Promise<SemanticCache> {
  const cache = semanticCache();
  for (let index = 0; index < entries; index++) {
    const call = { ...ask("do", index), providerOptions: { semanticCache: { cache: "reload" } } };
    await generate(cache, call, answer);
    if (index % 100 === 0) await cache.flush(); // writes that come faster than they are done are dropped
  }
  await cache.flush();
  return cache;
}

/** What an application would write without an index: `cosineSimilarity` of `ai` over all vectors. */
async function handWrittenSearch(entries: number): Promise<(count: number) => Promise<number>> {
  const model = builtInEmbedding();
  const values = Array.from({ length: entries }, (_, index) => question("do", index, PLACES));
  const { embeddings } = await model.doEmbed({ values });
  let next = 0;
  return async (count) => {
    let best = 0;
    for (let asked = 0; asked < count; asked++) {
      const query = embeddings[next++ % embeddings.length] ?? [];
      for (const vector of embeddings) best = Math.max(best, cosineSimilarity(query, vector));
    }
    return best;
  };
}

async function askAll(
  cache: SemanticCache,
  calls: readonly CallOptions[],
  doGenerate: () => Promise<Awaited<ReturnType<typeof answer>>>,
): Promise<number> {
  let parts = 0;
  for (const call of calls) parts += (await generate(cache, call, doGenerate)).content.length;
  await cache.flush();
  return parts;
}

/** An answer that is not stored, so that misses stay misses and the cache its size. */
async function answerNothing(): ReturnType<typeof answer> {
  return { content: [] };
}

/** Requests that come after each other and never again soon. */
function endless(request: (index: number) => CallOptions): (count: number) => CallOptions[] {
  let next = 0;
  return (count) => Array.from({ length: count }, () => request(next++ * 37));
}

function ask(word: "do" | "can", index: number, places: readonly string[] = PLACES): CallOptions {
  return callOptions([said("user", question(word, index, places))]);
}

/** "do" and "can" are two wordings of one question. */
function question(word: "do" | "can", index: number, places: readonly string[]): string {
  const [verb, adjective, noun, place] = [VERBS, ADJECTIVES, NOUNS, places].map(
    (list, digit) => list[Math.floor(index / 10 ** digit) % list.length],
  );
  return `How ${word} I ${verb} the ${adjective} ${noun} in ${place}?`;
}

function words(text: string, separator = " "): readonly string[] {
  return text.split(separator);
}
