import { dot } from "../../src/similarity.ts";
import type { Row } from "../support/bench.ts";
import { measure, medianRatio, rounded, type Timing, type Variant } from "../support/measure.ts";
import { shareOf } from "../support/share.ts";
import { type Filled, filledLoop, filledPeers, filledStore } from "./subjects.ts";
import { createSource } from "./vectors.ts";

/** How many entries of how many dimensions, and how much faster than the loop a lookup has to be. */
export interface Size {
  readonly count: number;
  readonly dimensions: number;
  readonly gate?: number;
  /** Native indexes take minutes to fill: they are compared at one size. */
  readonly hasPeers?: boolean;
}

/** What was measured of one subject. */
interface Measured extends Filled {
  readonly timing: Timing;
  /** How often it names the nearest, of the questions that have one. */
  readonly recall: ReturnType<typeof shareOf>;
}

const ROUNDS = 60;
/** Lookups in one timed run: whatever ran before took the caches of the processor. The loop fills them itself. */
const BATCH = 4;
const QUESTIONS = ROUNDS * BATCH;
/** Finding out what is right takes longer than asking. */
const CHECKED = 40;
const INSERT_GATE_US = 50;
const PEER_INSERT_GATE = 50;
/** With fewer entries what a write takes is mostly that the code runs for the first time. */
const INSERT_GATE_FROM = 10_000;

/**
 * A lookup in the memory store, `cosineSimilarity` of `ai` over the same vectors and, where asked for, native
 * indexes: in one process, in turns, half of the questions paraphrases of something stored.
 */
export async function compareLookups(size: Size): Promise<readonly Row[]> {
  const { count, dimensions, hasPeers } = size;
  const source = createSource(dimensions);
  const vectors = Array.from({ length: count }, (_, index) => source.at(index));
  const questions = Array.from({ length: QUESTIONS }, (_, seed) =>
    seed % 2 === 0 ? source.near((seed * 7_919) % count, seed) : source.far(seed),
  );
  const store = await filledStore(vectors);
  const loop = filledLoop(vectors);
  const peers = hasPeers ? filledPeers(vectors, dimensions) : [];
  const [ours, theirs, ...others] = await measureAll([store, loop, ...peers], questions, vectors);
  if (!ours || !theirs) return [];
  return [ownRow(size, ours, theirs), ...others.map((other) => peerRow(size, ours, other))];
}

async function measureAll(
  subjects: readonly Filled[],
  questions: readonly Float32Array[],
  vectors: readonly Float32Array[],
): Promise<readonly Measured[]> {
  const variants = subjects.map((subject) => [subject.name, inTurn(subject, questions)] as const);
  const timings = await measure(Object.fromEntries(variants), { rounds: ROUNDS, warmup: 6 });
  const checked = questions.filter((_, at) => at % 2 === 0).slice(0, CHECKED);
  const right = checked.map((question) => nearestOf(vectors, question));
  const measured: Measured[] = [];
  for (const subject of subjects) {
    let found = 0;
    for (const [at, question] of checked.entries()) {
      if ((await subject.nearest(question)) === right[at]) found++;
    }
    const timing = perLookup(timings[subject.name] as Timing, batchOf(subject));
    measured.push({ ...subject, timing, recall: shareOf(found, checked.length) });
  }
  return measured;
}

function ownRow({ count, dimensions, gate }: Size, ours: Measured, loop: Measured): Row {
  const ratioVsCosineLoop = rounded(loop.timing.min / ours.timing.min);
  const isFast = gate === undefined || ratioVsCosineLoop >= gate;
  const isInsertFast = count < INSERT_GATE_FROM || ours.insertUs < INSERT_GATE_US;
  return {
    name: `${count}x${dimensions}`,
    p50Ms: rounded(ours.timing.median),
    minMs: rounded(ours.timing.min),
    loopP50Ms: rounded(loop.timing.median),
    loopMinMs: rounded(loop.timing.min),
    ratioVsCosineLoop,
    medianRatio: rounded(medianRatio(loop.timing, ours.timing)),
    insertUs: rounded(ours.insertUs),
    insertMeanUs: rounded(ours.insertMeanUs ?? Number.NaN),
    recall: ours.recall,
    gate,
    ok: isFast && isInsertFast && ours.recall?.percent === 100,
  };
}

function peerRow({ count, dimensions }: Size, ours: Measured, peer: Measured): Row {
  const isSlower = peer.timing.median > ours.timing.median;
  return {
    name: `${count}x${dimensions} ${peer.name}`,
    p50Ms: rounded(peer.timing.median),
    minMs: rounded(peer.timing.min),
    insertUs: rounded(peer.insertUs),
    timesOurInsert: rounded(peer.insertUs / ours.insertUs),
    recall: peer.recall,
    ok: isSlower && peer.insertUs >= PEER_INSERT_GATE * ours.insertUs,
  };
}

function inTurn(subject: Filled, questions: readonly Float32Array[]): Variant {
  let next = 0;
  return {
    async run() {
      let sum = 0;
      for (let asked = 0; asked < batchOf(subject); asked++) {
        sum += await subject.nearest(questions[next++ % questions.length] as Float32Array);
      }
      return sum;
    },
  };
}

function batchOf({ isSlow }: Filled): number {
  return isSlow ? 1 : BATCH;
}

function perLookup({ samples, min, median }: Timing, batch: number): Timing {
  return { samples: samples.map((time) => time / batch), min: min / batch, median: median / batch };
}

function nearestOf(vectors: readonly Float32Array[], question: Float32Array): number {
  let nearest = -1;
  let highest = -2;
  for (const [index, vector] of vectors.entries()) {
    const similarity = dot(vector, question);
    if (similarity <= highest) continue;
    nearest = index;
    highest = similarity;
  }
  return nearest;
}
