import type { SdkModel } from "../peers/sdk-types.ts";
import { percentile } from "../stores/time-lookups.ts";
import type { Row } from "../support/bench.ts";
import { callOf } from "./loaded-cache.ts";
import type { Loaded } from "./open-subjects.ts";
import type { Kind } from "./questions.ts";

const ROUNDS = 100;
const WARMUP = 10;

/** When the text of a stream came, in milliseconds after it was asked for. */
interface StreamTimes {
  readonly first: number;
  readonly whole: number;
}

/**
 * How long the replay of a stored answer of about forty chunks takes until its first text and until its end.
 * One caller asks all stores in turns.
 */
export async function measureFirstChunks(stores: readonly Loaded[]): Promise<readonly Row[]> {
  const timed = stores.map((loaded) => ({
    loaded,
    exact: [] as StreamTimes[],
    semantic: [] as StreamTimes[],
  }));
  for (let round = -WARMUP; round < ROUNDS; round++) {
    for (const [position] of timed.entries()) {
      const one = timed[(position + round + WARMUP) % timed.length] as (typeof timed)[number];
      for (const kind of ["exact", "semantic"] as const) {
        const times = await replayOnce(one.loaded, kind);
        if (times && round >= 0) one[kind].push(times);
      }
    }
  }
  return timed.map(({ loaded, exact, semantic }) => ({
    name: `${loaded.name}, replayed stream`,
    ...figuresOf("exact", exact),
    ...figuresOf("semantic", semantic),
    hitsLost: 2 * ROUNDS - exact.length - semantic.length,
  }));
}

function figuresOf(kind: Kind, times: readonly StreamTimes[]): Partial<Row> {
  const firsts = times.map(({ first }) => first);
  return {
    [`${kind}FirstChunkP50Ms`]: percentile(firsts, 0.5),
    [`${kind}FirstChunkP99Ms`]: percentile(firsts, 0.99),
    [`${kind}WholeP50Ms`]: percentile(
      times.map(({ whole }) => whole),
      0.5,
    ),
  };
}

/** The times of one replay; nothing when the question missed. */
async function replayOnce(
  { model, questions, tally, cache }: Loaded,
  kind: "exact" | "semantic",
): Promise<StreamTimes | undefined> {
  const [question] = questions.next(kind, 1);
  tally.reset();
  const times = await timeStream(model, question?.text ?? "");
  await cache.flush();
  return tally.count(`hit:${kind}`) === 1 ? times : undefined;
}

async function timeStream(model: SdkModel, text: string): Promise<StreamTimes> {
  const startedAt = performance.now();
  const { stream } = await model.doStream(callOf(text));
  const reader = stream.getReader();
  let first = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { first, whole: performance.now() - startedAt };
    if (first === 0 && value.type === "text-delta") first = performance.now() - startedAt;
  }
}
