import type { MockLanguageModelV4 as MockLanguageModel } from "ai/test";
import { MockLanguageModelV4 } from "ai/test";

const THINKING_MS = 1_400;

/** What the desk knows, by a word of the question. */
const ANSWERS: readonly (readonly [word: string, answer: string])[] = [
  [
    "password",
    "Open Settings, then Security, and choose Reset password. We send a link that works for one hour.",
  ],
  [
    "refund",
    "A refund is on its way back to your card within five working days after the parcel has reached us.",
  ],
  ["invoice", "Invoices are under Billing, then History. Each can be saved as a PDF."],
  ["address", "You can change the delivery address until the parcel is handed to the carrier."],
  ["cancel", "Choose Plan, then Cancel. You keep your access until the end of the paid month."],
  ["export", "Choose Data, then Export. You get one file per table, as CSV."],
  ["ship", "We ship to every country of the European Union, Norway and Switzerland."],
];

/** A model that answers like a support desk, always in the same words, after a time that only the clock knows. */
export function deskModel(onThinking: (milliseconds: number) => void): MockLanguageModel {
  return new MockLanguageModelV4({
    provider: "example",
    modelId: "desk-1",
    async doGenerate({ prompt }) {
      onThinking(THINKING_MS);
      return {
        content: [{ type: "text", text: answerTo(JSON.stringify(prompt.at(-1))) }],
        finishReason: { unified: "stop", raw: "stop" },
        usage: {
          inputTokens: { total: 412, noCache: 412, cacheRead: 0, cacheWrite: 0 },
          outputTokens: { total: 168, text: 168, reasoning: 0 },
        },
        warnings: [],
      };
    },
  });
}

function answerTo(question: string): string {
  const known = ANSWERS.find(([word]) => question.toLowerCase().includes(word));
  return known?.[1] ?? "Somebody of the desk will come back to you within the day.";
}
