import { generateText, streamText, type TextStreamPart, type ToolSet, wrapLanguageModel } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { type CacheEvent, semanticCache } from "../../src/index.ts";
import { trigramEmbedding } from "./embedding.ts";

/** The words the model says, one part each. */
export const WORDS: readonly string[] = [
  "Tap ",
  "“Forgot ",
  "password” ",
  "and ",
  "follow ",
  "the ",
  "mail.",
];
/** How every answer ends. */
export const FINISH: Pick<Extract<Part, { type: "finish" }>, "finishReason" | "usage"> = {
  finishReason: { unified: "stop", raw: "stop" },
  usage: {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 20, text: 20, reasoning: 0 },
  },
};

type Stream = Awaited<ReturnType<MockLanguageModelV4["doStream"]>>["stream"];
/** A part of a V4 stream. */
export type Part = Stream extends ReadableStream<infer P> ? P : never;

const PARTS: readonly Part[] = [
  { type: "stream-start", warnings: [] },
  { type: "text-start", id: "1" },
  ...WORDS.map((delta) => ({ type: "text-delta" as const, id: "1", delta })),
  { type: "text-end", id: "1" },
  { type: "finish", ...FINISH },
];

/** What the model says, and in how many parts. */
export const ANSWER: string = WORDS.join("");
export const PART_COUNT: number = PARTS.length;

/** One question, in words that are near enough for each other. */
export const WORDINGS: readonly string[] = [
  "How do I reset my password?",
  "How can I reset my password?",
  "how do i reset my password",
  "How could I reset my password?",
];

/** Many who ask at once. */
export interface Crowd {
  readonly callers: number;
  readonly questions: "equal" | "similar";
  readonly how: "generate" | "stream" | "mixed";
  /** Called when the model is about to give its part of this number; what it throws, the model throws. */
  onPart?(at: number): void;
  /** Of the first caller. */
  readonly abortSignal?: AbortSignal;
}

/** What came of it: each caller's answer or error, in order. */
export interface Rush {
  readonly outcomes: readonly PromiseSettledResult<string>[];
  readonly modelCalls: number;
  readonly events: readonly CacheEvent[];
}

/** Lets a crowd ask, and waits for the last of them. The first caller's question makes the model call. */
export async function rush(crowd: Crowd): Promise<Rush> {
  const events: CacheEvent[] = [];
  const onEvent = (event: CacheEvent): void => void events.push(event);
  const cache = semanticCache({ embeddingModel: trigramEmbedding(), threshold: 0.6, onEvent });
  const inner = slowModel(crowd);
  const model = wrapLanguageModel({ model: inner, middleware: cache });

  const ask = (_caller: unknown, index: number): Promise<string> => {
    const prompt = WORDINGS[crowd.questions === "equal" ? 0 : index % WORDINGS.length] ?? "";
    const signal = index === 0 && crowd.abortSignal ? { abortSignal: crowd.abortSignal } : {};
    const call = { model, prompt, maxRetries: 0, ...signal };
    const streams = crowd.how === "stream" || (crowd.how === "mixed" && index % 2 === 0);
    return streams
      ? readText(streamText({ ...call, onError() {} }).fullStream)
      : generateText(call).then(({ text }) => text);
  };

  const outcomes = await Promise.allSettled(Array.from({ length: crowd.callers }, ask));
  await cache.flush();
  const modelCalls = inner.doGenerateCalls.length + inner.doStreamCalls.length;
  return { outcomes, modelCalls, events };
}

/** A model that says nothing until everybody has had the time to ask. */
function slowModel({ callers, onPart }: Crowd): MockLanguageModelV4 {
  const everybody = (): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, 20 + 2 * callers));
  return new MockLanguageModelV4({
    async doGenerate({ abortSignal }) {
      await everybody();
      onPart?.(0);
      abortSignal?.throwIfAborted();
      return { content: [{ type: "text", text: ANSWER }], ...FINISH, warnings: [] };
    },
    async doStream() {
      let at = 0;
      const stream = new ReadableStream<Part>(
        {
          async pull(controller) {
            if (at === 0) await everybody();
            onPart?.(at);
            const part = PARTS[at++];
            if (part) controller.enqueue(part);
            else controller.close();
          },
        },
        { highWaterMark: 0 },
      );
      return { stream };
    },
  });
}

/** The text of a stream; what it fails with is thrown. */
export async function readText(parts: AsyncIterable<TextStreamPart<ToolSet>>): Promise<string> {
  let text = "";
  for await (const part of parts) {
    if (part.type === "text-delta") text += part.text;
    if (part.type === "error") throw part.error;
    if (part.type === "abort") throw new Error("aborted");
  }
  return text;
}
