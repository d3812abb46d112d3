// Seeing what the cache does: every event, a summary, and why a question was not a hit.
import { generateText, wrapLanguageModel } from "ai";
import { type CacheEvent, semanticCache } from "ai-sdk-semantic-cache";
import { offlineModel } from "./support/model.ts";

const cache = semanticCache({ onEvent: (event) => console.log(`  ${describe(event)}`) });
const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });

for (const prompt of [
  "Where is order 10273?",
  "Tell me where order 10273 is",
  "Where is order 10274?",
  "What is your refund policy?",
]) {
  console.log(prompt);
  await generateText({ model, prompt });
  await cache.flush();
}

const { requests, hits, misses, hitRate, saved } = cache.stats();
console.log("Stats:", { requests, hits, misses, hitRate, tokens: saved.outputTokens });

console.log("Why is this no hit?");
const { outcome, reason, threshold, nearest } = await cache.explain({
  model,
  prompt: "Where is order 10283?",
});
console.log(`  ${outcome}, ${reason}; threshold ${threshold}`);
for (const { similarity, query, verdict } of nearest) {
  const why = verdict.guard?.reason ?? verdict.reason ?? "accepted";
  console.log(`  ${similarity.toFixed(2)} ${query} (${why})`);
}

function describe(event: CacheEvent): string {
  switch (event.type) {
    case "hit":
      return `hit: ${event.kind}, ${event.similarity.toFixed(2)}`;
    case "miss":
      return `miss: ${event.reason}${event.vetoedBy ? ` by ${event.vetoedBy}` : ""}`;
    default:
      return event.type;
  }
}
