// What one call may say to the cache, in providerOptions.semanticCache.
import { generateText, wrapLanguageModel } from "ai";
import {
  type SemanticCacheCallOptions,
  SemanticCacheError,
  semanticCache,
  semanticCacheMetadata,
} from "ai-sdk-semantic-cache";
import { offlineModel } from "./support/model.ts";

const prompt = "What is your refund policy?";
const cache = semanticCache();
const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });

async function ask(what: string, options: SemanticCacheCallOptions, question = prompt) {
  console.log(what);
  try {
    const providerOptions = { semanticCache: { ...options } };
    const { providerMetadata } = await generateText({ model, prompt: question, providerOptions });
    const told = semanticCacheMetadata(providerMetadata);
    console.log(told ? `  ${told.hit ? "hit" : "miss"}` : "  bypass");
  } catch (error) {
    console.log(`  ${SemanticCacheError.isInstance(error) ? error.code : error}`);
  }
  await cache.flush();
}

await ask("The first call fills the cache", {});
await ask("The second is a hit", {});
await ask("Another tenant has a partition of its own", { namespace: "acme" });
await ask("So has another user", { scope: "user 42" });
await ask("Also in other words", { scope: "user 42" }, "Tell me about your refund policy");
await ask("Unless the call is stricter", { threshold: 0.99 }, "About your refund policy");
await ask("Ask the model again, replace the answer", { cache: "reload", ttl: "10m" });
await ask("Neither read nor write", { cache: "no-store" });
await ask("On a miss, throw: here it is a hit", { cache: "only-if-cached" });
await ask("On a miss, throw: here it is one", { cache: "only-if-cached" }, "Why?");
