import { describe, expect, test } from "vitest";
import { cachedModel } from "../support/cached-model.ts";
import { reportInputs } from "./support/report-inputs.ts";

const PARAPHRASES = [
  "How can I reset my password?",
  "how do i reset my password",
  "Hi, how do I reset my password? Thanks!",
  "Please tell me how I reset my password.",
];
const conversation = (question: string) => ({
  system: "You answer for a shop.",
  temperature: 0.2,
  prompt: [
    { role: "user" as const, content: "Hello" },
    { role: "assistant" as const, content: "Hello! What is it?" },
    { role: "user" as const, content: question },
  ],
  providerOptions: {
    openai: { reasoningEffort: "low" },
    semanticCache: { namespace: "acme", scope: "user 1", tags: ["help"], dependsOn: ["handbook"] },
  },
});

describe("S3 what must be equal leaves room for what need not be", () => {
  test.each(["ask", "stream"] as const)(
    "a paraphrase hits although everything else that can be said is said, %s",
    async (call) => {
      const cached = cachedModel({ threshold: 0.6 });
      await cached[call](conversation("How do I reset my password?"));

      for (const question of PARAPHRASES) await cached[call](conversation(question));

      expect(cached.calls()).toBe(1);
      expect(cached.path().filter((step) => step.startsWith("hit"))).toHaveLength(4);
      reportInputs("S3", PARAPHRASES.length, "paraphrases");
    },
  );
});
