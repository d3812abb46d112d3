// What traces and metrics show of the cache. An application starts its own SDK of OpenTelemetry and has
// the spans of the AI SDK; here both stay in memory, and one span stands for a route.
import { context, metrics } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { generateText, wrapLanguageModel } from "ai";
import { semanticCache } from "ai-sdk-semantic-cache";
import { openTelemetry } from "ai-sdk-semantic-cache/opentelemetry";
import { offlineModel } from "./support/model.ts";

const spans = new InMemorySpanExporter();
const tracer = new BasicTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(spans)],
}).getTracer("support-desk");
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter });
const meterProvider = new MeterProvider({ readers: [reader] });
metrics.setGlobalMeterProvider(meterProvider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

const cache = semanticCache();
openTelemetry(cache);
const model = wrapLanguageModel({ model: offlineModel(), middleware: cache });

await ask("How do I reset my password?");
await ask("I forgot my password, how can I reset it?");

for (const { name, attributes, events } of spans.getFinishedSpans()) {
  console.log(`${name}: ${events.map((event) => event.name).join(", ")}`);
  for (const field of ["outcome", "reason", "kind", "similarity", "saved_output_tokens"]) {
    const value = attributes[`ai_sdk_semantic_cache.${field}`];
    const shown = typeof value === "number" ? Math.round(value * 100) / 100 : value;
    if (value !== undefined) console.log(`  ${field}: ${shown}`);
  }
}

await reader.forceFlush();
const scopes = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
for (const { descriptor, dataPoints } of scopes.flatMap((scope) => scope.metrics)) {
  if (!descriptor.name.endsWith(".requests")) continue;
  for (const { attributes, value } of dataPoints) console.log(descriptor.name, value, attributes);
}
await meterProvider.shutdown();

async function ask(prompt: string): Promise<void> {
  console.log(prompt);
  await tracer.startActiveSpan("POST /chat", async (span) => {
    await generateText({ model, prompt });
    await cache.flush();
    span.end();
  });
}
