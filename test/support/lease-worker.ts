/**
 * One process of several that get the same questions at once: `node lease-worker.ts URL PREFIX CALLS`.
 * Its model counts its calls in Redis. Prints the answers as JSON.
 */
import { generateText, wrapLanguageModel } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { Redis } from "ioredis";
import { semanticCache } from "../../src/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";

const [url = "", prefix = "", calls = "1"] = process.argv.slice(2);
const client = new Redis(url);
const cache = semanticCache({
  store: redisStore({ client, prefix }),
  embeddingModel: null,
  singleFlight: { lease: true },
  timeouts: { get: "5s" },
});
const inner = new MockLanguageModelV4({
  async doGenerate() {
    const call = await client.incr(`${prefix}.calls`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return {
      content: [{ type: "text", text: `answer ${call}` }],
      finishReason: { unified: "stop", raw: "stop" },
      usage: {
        inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: 1, text: 1, reasoning: 0 },
      },
      warnings: [],
    };
  },
});
const model = wrapLanguageModel({ model: inner, middleware: cache });

const results = await Promise.all(
  Array.from({ length: Number(calls) }, () =>
    generateText({ model, prompt: "How do I reset my password?", maxRetries: 0 }),
  ),
);
await cache.close();
await client.quit();
process.stdout.write(JSON.stringify(results.map(({ text }) => text)));
