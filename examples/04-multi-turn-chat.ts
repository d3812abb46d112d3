// Two users have the same conversation in other words: both turns of the second are hits.
// A third asks the same follow-up after another first turn: that must not hit, and does not.
import { generateText, type ModelMessage, wrapLanguageModel } from "ai";
import { semanticCache, semanticCacheMetadata } from "ai-sdk-semantic-cache";
import { offlineModel } from "./support/model.ts";

const cache = semanticCache();
const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });

await chat("Ada", ["How do I reset my password?", "How long is the link valid?"]);
await chat("Ben", ["How can I reset my password?", "For how long is the link valid?"]);
await chat("Cleo", ["How do I invite a colleague?", "How long is the link valid?"]);

async function chat(user: string, questions: readonly string[]): Promise<void> {
  const messages: ModelMessage[] = [];
  for (const question of questions) {
    console.log(`${user}: ${question}`);
    messages.push({ role: "user", content: question });
    const { text, response, providerMetadata } = await generateText({ model, messages });
    messages.push(...response.messages);
    const told = semanticCacheMetadata(providerMetadata);
    console.log(`  ${text}${told?.hit ? " (from the cache)" : ""}`);
    await cache.flush(); // Between two turns of people there is time enough; here there is none.
  }
}
