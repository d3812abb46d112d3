import { builtInEmbedding } from "../src/built-in/index.ts";
import { type SemanticCache, semanticCache } from "../src/index.ts";
import type { Bench, Row } from "./support/bench.ts";
import { FINISH, type Streamed, type StreamPart, stream } from "./support/bench-model.ts";
import { rounded } from "./support/measure.ts";
import { type CallOptions, callOptions, said } from "./support/prompts.ts";

const CALLERS = 1_000;
const CHUNKS = 400;
const CHUNK = "word ".repeat(20);
const CHUNK_PAUSE_MS = 2;
const ANSWER_BYTES = 2 * CHUNKS * CHUNK.length; // a character of a string takes up to two bytes

const QUESTION = "How do I reset my password?";
/** The same question in other words, near enough for the built-in model at its default threshold. */
const PARAPHRASES = [
  QUESTION,
  "How do I reset the password?",
  "How do I reset my own password?",
  "How should I reset my password?",
];

/** A thousand streams at once, of one question: how many model calls, how much memory, how long. */
export const stampede: Bench = async ({ report }) => {
  const rows: Row[] = [];
  for (const [name, questions] of [
    ["equal", [QUESTION]],
    ["similar", PARAPHRASES],
  ] as const) {
    await rush(1, questions); // what is loaded when it is first needed
    const alone = await rush(1, questions);
    const row = toRow(name, alone, await rush(CALLERS, questions));
    rows.push(row);
    report(row);
  }
  const [equal, similar] = rows;
  return (
    `${CALLERS} streams at once: ${equal?.modelCalls} model call for equal questions, ` +
    `${similar?.modelCalls} for similar ones.`
  );
};

interface Rush {
  readonly modelCalls: number;
  readonly wrongAnswers: number;
  readonly milliseconds: number;
  readonly peakBytes: number;
}

function toRow(name: string, alone: Rush, together: Rush): Row {
  const { modelCalls, wrongAnswers, milliseconds, peakBytes } = together;
  return {
    name,
    callers: CALLERS,
    modelCalls,
    wrongAnswers,
    milliseconds: rounded(milliseconds),
    oneCallMilliseconds: rounded(alone.milliseconds),
    timeRatio: rounded(milliseconds / alone.milliseconds),
    peakMegabytes: rounded(peakBytes / 1e6),
    sumOfAnswersMegabytes: rounded((CALLERS * ANSWER_BYTES) / 1e6),
    memoryShare: rounded(peakBytes / (CALLERS * ANSWER_BYTES)),
    gate: 1,
    ok: modelCalls === 1 && wrongAnswers === 0,
  };
}

async function rush(callers: number, questions: readonly string[]): Promise<Rush> {
  const cache = semanticCache({ embeddingModel: builtInEmbedding() });
  let modelCalls = 0;
  const ask = (_caller: unknown, index: number): Promise<number> => {
    const text = questions[index % questions.length] ?? "";
    return readThrough(cache, callOptions([said("user", text)]), async () => {
      modelCalls++;
      return slowStream();
    });
  };
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed - before);
  }, 5);
  const startedAt = performance.now();
  const lengths = await Promise.all(Array.from({ length: callers }, ask));
  const milliseconds = performance.now() - startedAt;
  clearInterval(watch);
  await cache.close();
  const wrongAnswers = lengths.filter((length) => length !== CHUNKS * CHUNK.length).length;
  return { modelCalls, wrongAnswers, milliseconds, peakBytes };
}

/** Reads an answer to its end and keeps nothing of it, as a server does that sends it on. */
async function readThrough(
  cache: SemanticCache,
  call: CallOptions,
  doStream: () => Promise<Streamed>,
): Promise<number> {
  const { stream: parts } = await stream(cache, call, doStream);
  const reader = parts.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length;
    if (value.type === "text-delta") length += String(value.delta).length;
  }
}

function slowStream(): Streamed {
  const parts: StreamPart[] = [
    { type: "stream-start", warnings: [] },
    { type: "text-start", id: "1" },
    ...Array.from({ length: CHUNKS }, (_, index) => ({
      type: "text-delta",
      id: "1",
      delta: `${CHUNK.slice(0, -3)}${String(index).padStart(3, "0")}`,
    })),
    { type: "text-end", id: "1" },
    FINISH,
  ];
  let at = 0;
  return {
    stream: new ReadableStream<StreamPart>(
      {
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, CHUNK_PAUSE_MS));
          const part = parts[at++];
          if (part) controller.enqueue(part);
          else controller.close();
        },
      },
      { highWaterMark: 0 },
    ),
  };
}
