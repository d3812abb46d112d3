import { describe, expect, test } from "vitest";
import { cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding } from "../support/embedding.ts";
import { reportInputs } from "./support/report-inputs.ts";

/** Follow-up questions that mean nothing without what went before. */
const FOLLOW_UPS = [
  "How much is it?",
  "And for children?",
  "Why?",
  "Is that safe?",
  "Yes, please.",
];
const TOPICS = [
  ...[
    "a ticket to Rome",
    "a ticket to Romania",
    "aspirin",
    "warfarin",
    "the red plan",
    "the blue plan",
  ],
  ...["deleting my account", "keeping my account", "a dog", "a hot dog", "flight 12", "flight 21"],
];

const turns = (topic: string, question: string) => [
  { role: "user" as const, content: `Tell me about ${topic}.` },
  { role: "assistant" as const, content: `Of course: ${topic}.` },
  { role: "user" as const, content: question },
];

describe("S13 the same words in another conversation are another question", () => {
  test.each(["lineage", "exact"] as const)(
    "no follow-up is answered with the answer of another topic, conversation: %s",
    async (conversation) => {
      let topic = "";
      const { ask } = cachedModel({
        conversation,
        embeddingModel: fakeEmbedding(() => [1, 0]), // every question is as near as can be
        guards: false,
        answer: () => topic,
      });
      const asked = TOPICS.flatMap((one) => FOLLOW_UPS.map((question) => [one, question] as const));

      const wrong: string[] = [];
      for (const [one, question] of asked) {
        topic = one;
        const { text } = await ask({ prompt: turns(one, question) });
        if (text !== one) wrong.push(`${one}: ${question} ${text}`);
      }

      expect(wrong).toEqual([]);
      reportInputs("S13", asked.length, "follow-up questions");
    },
  );

  test("what the assistant had said counts as much as what the user had", async () => {
    const { ask, path } = cachedModel({
      embeddingModel: fakeEmbedding(() => [1, 0]),
      guards: false,
    });
    const following = (content: string) => [
      { role: "user" as const, content: "Is it on?" },
      { role: "assistant" as const, content },
      { role: "user" as const, content: "Then switch it, please." },
    ];

    await ask({ prompt: following("It is on.") });
    await ask({ prompt: following("It is off.") });

    expect(path().filter((step) => step.startsWith("hit"))).toEqual([]);
  });
});
