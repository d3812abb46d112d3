import { simulateReadableStream } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { supportAnswer } from "./answers.ts";

/**
 * Stands in for a real model, so that the examples run offline. It prints a line when it is called,
 * and answers the text of all user messages with `answer`.
 */
export function offlineModel(
  answer: (conversation: string) => string = supportAnswer,
): MockLanguageModelV4 {
  const finishReason = { unified: "stop" as const, raw: "stop" };
  const usage = {
    inputTokens: { total: 12, noCache: 12, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 9, text: 9, reasoning: 0 },
  };

  function call(prompt: Prompt): string {
    console.log("  (the model is called)");
    return answer(userText(prompt));
  }

  return new MockLanguageModelV4({
    provider: "offline",
    modelId: "support-desk",
    doGenerate: async ({ prompt }) => ({
      content: [{ type: "text", text: call(prompt) }],
      finishReason,
      usage,
      warnings: [],
    }),
    doStream: async ({ prompt }) => {
      const words = call(prompt).match(/\S+\s*/g) ?? [];
      const chunks = [
        { type: "stream-start" as const, warnings: [] },
        { type: "text-start" as const, id: "0" },
        ...words.map((delta) => ({ type: "text-delta" as const, id: "0", delta })),
        { type: "text-end" as const, id: "0" },
        { type: "finish" as const, finishReason, usage },
      ];
      return { stream: simulateReadableStream({ chunks, chunkDelayInMs: 20 }) };
    },
  });
}

type Prompt = MockLanguageModelV4["doGenerateCalls"][number]["prompt"];

function userText(prompt: Prompt): string {
  return prompt
    .flatMap((message) => (message.role === "user" ? message.content : []))
    .map((part) => (part.type === "text" ? part.text : ""))
    .join("\n");
}
