// One recording serves both directions: what was generated can be streamed, and the reverse.
import { generateText, streamText, wrapLanguageModel } from "ai";
import { semanticCache, semanticCacheMetadata } from "ai-sdk-semantic-cache";
import { offlineModel } from "./support/model.ts";

const cache = semanticCache({ replay: { chunk: "recorded" } });
const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });

console.log("Streamed by the model, recorded while it is read:");
const first = streamText({ model, prompt: "What is your refund policy?" });
console.log(" ", JSON.stringify(await Array.fromAsync(first.textStream)));
await cache.flush();

console.log("Streamed from the cache, in the same chunks:");
const second = streamText({ model, prompt: "Tell me about your refund policy" });
console.log(" ", JSON.stringify(await Array.fromAsync(second.textStream)));
const { totalTokens } = await second.usage;
const told = semanticCacheMetadata(await second.providerMetadata);
console.log(
  `  used ${totalTokens} tokens, saved ${told?.hit && told.savedUsage.outputTokens} output tokens`,
);

console.log("Generated from the same recording:");
const third = await generateText({ model, prompt: "What is your refund policy?" });
console.log(" ", third.text);
