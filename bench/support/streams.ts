import { semanticCache } from "../../src/index.ts";
import type { Row } from "./bench.ts";
import { FINISH, mustNotBeAsked, type Streamed, type StreamPart, stream } from "./bench-model.ts";
import { measure, rounded } from "./measure.ts";
import { type CallOptions, callOptions, said } from "./prompts.ts";

const ROUNDS = 40;
const CHUNKS = 5_000;
const RECORDING_GATE = 1.5;

const PARTS: readonly StreamPart[] = [
  { type: "stream-start", warnings: [] },
  { type: "text-start", id: "1" },
  ...Array.from({ length: CHUNKS }, (_, index) => ({
    type: "text-delta",
    id: "1",
    delta: ` word${index % 100}`,
  })),
  { type: "text-end", id: "1" },
  FINISH,
];

/** What recording a stream adds to reading it, and what replaying one costs, in microseconds a chunk. */
export async function measureStreams(): Promise<readonly Row[]> {
  const cache = semanticCache({ embeddingModel: null });
  const ask = (doStream: () => Promise<Streamed>, call: CallOptions): Promise<Streamed> =>
    stream(cache, call, doStream);
  const known = callOptions([said("user", "a question with an answer")]);
  await drain(await ask(source, known));
  await cache.flush();

  let question = 0;
  const unknown = (): CallOptions => callOptions([said("user", `question ${++question}`)]);
  const { direct, passed, recorded, replayed } = await measure(
    {
      direct: { run: async () => drain(await source()) },
      passed: { run: async () => drain(passThrough((await source()).stream)) },
      recorded: {
        async run() {
          const parts = await drain(await ask(source, unknown()));
          await cache.flush(); // the write as well, though nobody waits for it
          return parts;
        },
      },
      replayed: { run: async () => drain(await ask(mustNotBeAsked, known)) },
    },
    { rounds: ROUNDS, warmup: 10 },
  );
  const perChunk = (milliseconds: number): number => rounded((1_000 * milliseconds) / CHUNKS);
  const overhead = perChunk(recorded.min - passed.min);
  return [
    {
      name: "stream-recording",
      microsecondsPerChunk: overhead,
      medianMicrosecondsPerChunk: perChunk(recorded.median - passed.median),
      passThroughMicroseconds: perChunk(passed.min),
      sourceMicroseconds: perChunk(direct.min),
      chunks: CHUNKS,
      gate: RECORDING_GATE,
      ok: overhead < RECORDING_GATE,
    },
    {
      name: "stream-replay",
      microsecondsPerChunk: perChunk(replayed.min),
      medianMicrosecondsPerChunk: perChunk(replayed.median),
      sourceMicroseconds: perChunk(direct.min),
      chunks: CHUNKS,
    },
  ];
}

/** A model's stream that makes a part only when it is asked for one. */
async function source(): Promise<Streamed> {
  let at = 0;
  const stream = new ReadableStream<StreamPart>(
    {
      pull(controller) {
        const part = PARTS[at++];
        if (part) controller.enqueue(part);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return { stream };
}

/** The least a middleware that looks at a stream can do: read a part, hand it on. */
function passThrough(inner: ReadableStream<StreamPart>): Streamed {
  const reader = inner.getReader();
  const stream = new ReadableStream<StreamPart>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
  return { stream };
}

async function drain({ stream }: Streamed): Promise<number> {
  const reader = stream.getReader();
  let parts = 0;
  while (!(await reader.read()).done) parts++;
  return parts;
}
