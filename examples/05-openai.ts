// A real provider: needs OPENAI_API_KEY. The test of this file plays the HTTP API.
import { openai } from "@ai-sdk/openai";
import { streamText, wrapLanguageModel } from "ai";
import { semanticCache, semanticCacheMetadata } from "ai-sdk-semantic-cache";

if (!process.env.OPENAI_API_KEY) {
  console.log("Set OPENAI_API_KEY to run this example.");
  process.exit(0);
}

const cache = semanticCache({ embeddingModel: openai.embedding("text-embedding-3-small") });
const model = wrapLanguageModel({ model: openai("gpt-5-mini"), middleware: cache });

for (const prompt of ["How do I reset my password?", "How can I reset my password?"]) {
  console.log(prompt);
  const result = streamText({ model, prompt });
  for await (const chunk of result.textStream) process.stdout.write(chunk);
  const told = semanticCacheMetadata(await result.providerMetadata);
  console.log(`\n  ${told?.hit ? "from the cache" : "from OpenAI"}`);
  await cache.flush();
}

const { hits, saved } = cache.stats();
console.log(`${hits.semantic} semantic hit saved ${saved.outputTokens} output tokens.`);
