// A thumbs-down in a chat: the answer is served to nobody any more, and asked of the model again.
import { streamText, wrapLanguageModel } from "ai";
import {
  type SemanticCacheMetadata,
  semanticCache,
  semanticCacheMetadata,
} from "ai-sdk-semantic-cache";
import { offlineModel } from "./support/model.ts";

const mistakes = ["We refund every order within 14 days."];
const cache = semanticCache();
const model = wrapLanguageModel({
  model: offlineModel(() => mistakes.shift() ?? "We refund every order within 30 days."),
  middleware: cache,
});

await ask("What is your refund policy?");
const toldBen = await ask("Tell me about your refund policy");

console.log("Ben: thumbs down");
if (toldBen) await cache.feedback(toldBen, { correct: false });

await ask("Tell me about your refund policy");
await ask("What is your refund policy?");
await ask("what is your refund policy");

console.log("Feedback:", cache.stats().feedback);
console.log("Misses:", cache.stats().misses);

/** Streams an answer, and returns what a chat would send along with the message. */
async function ask(prompt: string): Promise<SemanticCacheMetadata | undefined> {
  console.log(prompt);
  const result = streamText({ model, prompt });
  console.log(`  ${await result.text}`);
  await cache.flush();
  const metadata = semanticCacheMetadata(await result.providerMetadata);
  console.log(metadata?.hit ? `  ${metadata.kind} hit` : "  miss");
  return metadata;
}
