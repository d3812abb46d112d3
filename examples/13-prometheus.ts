// Metrics for Prometheus: the body of a /metrics route, without another package.
import { generateText, wrapLanguageModel } from "ai";
import { semanticCache } from "ai-sdk-semantic-cache";
import { prometheusMetrics } from "ai-sdk-semantic-cache/prometheus";
import { offlineModel } from "./support/model.ts";

const cache = semanticCache();
const metrics = prometheusMetrics(cache);
const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });

for (const prompt of [
  "How do I reset my password?",
  "I forgot my password, how can I reset it?",
  "Where is order 10273?",
  "Where is order 10274?",
]) {
  console.log(prompt);
  await generateText({ model, prompt });
  await cache.flush();
}

const response = await GET();
console.log(response.headers.get("content-type"));
for (const line of (await response.text()).split("\n")) {
  if (/_(?:requests|vetoes|saved_tokens|writes)_total/.test(line)) console.log(line);
}

/** What Next.js, Hono, Bun or Deno answer on /metrics. */
async function GET(): Promise<Response> {
  return new Response(await metrics.text(), { headers: { "content-type": metrics.contentType } });
}
