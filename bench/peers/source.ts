import { setTimeout as pause } from "node:timers/promises";
import { convertArrayToReadableStream } from "ai/test";
import { textOf } from "../support/prompts.ts";
import { type Asked, MODEL } from "./peer.ts";
import type { SdkCallOptions, SdkModel, SdkStreamPart } from "./sdk-types.ts";

/** Where answers come from when no cache has them: a model that counts its calls. */
export interface Source {
  calls(): number;
  answer(asked: Asked): Promise<string>;
  /** The same as a model of the AI SDK. */
  model(modelId: string): SdkModel;
}

/** Tokens the model says every answer took. */
export const TOKENS = 30;

const FILLER = textOf(500, 0);
const USAGE = {
  inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 20, text: 20, reasoning: 0 },
};
const END = { finishReason: { unified: "stop" as const, raw: "stop" }, usage: USAGE };

/** A source that takes some milliseconds for an answer. */
export function createSource(delayMs = 0): Source {
  let calls = 0;

  async function answer(asked: Asked): Promise<string> {
    calls++;
    if (delayMs > 0) await pause(delayMs);
    return answerTo(asked);
  }

  return {
    calls: () => calls,
    answer,
    model: (modelId) => ({
      specificationVersion: "v4",
      provider: "bench",
      modelId,
      supportedUrls: {},
      async doGenerate({ prompt }) {
        const text = await answer(askedIn(prompt, modelId));
        return { content: [{ type: "text", text }], ...END, warnings: [] };
      },
      async doStream({ prompt }) {
        const text = await answer(askedIn(prompt, modelId));
        return { stream: convertArrayToReadableStream(partsOf(text)) };
      },
    }),
  };
}

/** The right answer: other words for everything it depends on, then filler. */
export function answerTo({ question, system = "none", model = MODEL }: Asked): string {
  return `${model}, told "${system}", on "${question}": ${FILLER}`;
}

/** Forty chunks or so. */
function partsOf(text: string): SdkStreamPart[] {
  const chunks = text.match(/.{1,16}/gs) ?? [];
  return [
    { type: "stream-start", warnings: [] },
    { type: "text-start", id: "1" },
    ...chunks.map((delta) => ({ type: "text-delta" as const, id: "1", delta })),
    { type: "text-end", id: "1" },
    { type: "finish", ...END },
  ];
}

function askedIn(prompt: SdkCallOptions["prompt"], model: string): Asked {
  const system = prompt.find(({ role }) => role === "system")?.content as string | undefined;
  const content = prompt.findLast(({ role }) => role === "user")?.content as { text?: string }[];
  const question = content.map(({ text = "" }) => text).join("");
  return { question, model, ...(system !== undefined && { system }) };
}
