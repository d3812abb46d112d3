// An object is an answer like any other. It is stored only when it keeps to the schema.
import { generateText, Output, wrapLanguageModel } from "ai";
import { semanticCache } from "ai-sdk-semantic-cache";
import { z } from "zod";
import { offlineModel } from "./support/model.ts";

const Ticket = z.object({
  topic: z.enum(["password", "refund", "other"]),
  urgent: z.boolean(),
});

const cache = semanticCache({
  onEvent: (event) => {
    if (event.type === "not-stored") console.log(`  not stored: ${event.reason}`);
  },
});
const classifier = offlineModel((question) =>
  question.includes("sorted")
    ? '{ "topic": "somewhere else", "urgent": false }' // No such topic: what a model says on a bad day.
    : '{ "topic": "password", "urgent": true }',
);
const model = wrapLanguageModel({ model: classifier, middleware: cache });

for (const prompt of [
  "I forgot my password and need it quickly!",
  "I forgot my password and I need it quickly",
  "Get my desk sorted",
  "Get my desk sorted",
]) {
  console.log(prompt);
  try {
    const { output } = await generateText({
      model,
      prompt,
      output: Output.object({ schema: Ticket }),
    });
    console.log(" ", output);
  } catch (error) {
    console.log(`  ${(error as Error).message}`);
  }
  await cache.flush();
}
