// A question in other words is answered without the model.
import { generateText, wrapLanguageModel } from "ai";
import { semanticCache, semanticCacheMetadata } from "ai-sdk-semantic-cache";
import { offlineModel } from "./support/model.ts";

const cache = semanticCache();
const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });

const questions = [
  "How do I reset my password?",
  "how do I reset my password, please",
  "I forgot my password, how can I reset it?",
  "How do I not reset my password?",
  "What is your refund policy?",
];

for (const prompt of questions) {
  console.log(prompt);
  const { text, providerMetadata } = await generateText({ model, prompt });
  console.log(`  ${text}`);
  console.log(`  ${outcome(providerMetadata)}`);
  await cache.flush(); // Answers are stored behind the caller; only a script this short must wait.
}

function outcome(providerMetadata: unknown): string {
  const told = semanticCacheMetadata(providerMetadata);
  if (!told?.hit) return "miss: answered by the model and stored";
  return `${told.kind} hit, similarity ${told.similarity.toFixed(2)}`;
}
