import { type Attributes, context, type Meter, type Tracer, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { onTestFinished } from "vitest";

/** The real SDK of OpenTelemetry, with what it would send away. */
export interface TestTelemetry {
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** Does some work in an active span. */
  inSpan<Result>(name: string, work: () => PromiseLike<Result>): Promise<Result>;
  /** The ended span of that name. */
  span(name: string): ReadableSpan | undefined;
  spans(): readonly ReadableSpan[];
  /** The attributes of the ended span of that name, without the prefix of ours. */
  told(name: string): Attributes;
  /** Collects all metrics now. */
  metrics(): Promise<readonly MetricData[]>;
  /** The values of a metric now, each with its attributes; without the prefix of names. */
  values(metric: string): Promise<readonly [attributes: object, value: unknown][]>;
}

/** {@link TestTelemetry} until the end of the test. */
export function testTelemetry(): TestTelemetry {
  const spanExporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spanExporter)],
  });
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter });
  const meters = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(tracers);
  onTestFinished(async () => {
    context.disable();
    trace.disable();
    await Promise.all([tracers.shutdown(), meters.shutdown()]);
  });
  const tracer = tracers.getTracer("test");
  const spans = (): readonly ReadableSpan[] => spanExporter.getFinishedSpans();

  const span = (name: string): ReadableSpan | undefined =>
    spans().find((each) => each.name === name);

  async function metrics(): Promise<readonly MetricData[]> {
    metricExporter.reset();
    await reader.forceFlush();
    return metricExporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  }

  return {
    tracer,
    meter: meters.getMeter("test"),
    inSpan: (name, work) =>
      tracer.startActiveSpan(name, async (span) => {
        try {
          return await work();
        } finally {
          span.end();
        }
      }),
    spans,
    span,
    told: (name) => short(span(name)?.attributes ?? {}),
    metrics,
    async values(metric) {
      const all = await metrics();
      const found = all.find(({ descriptor }) => descriptor.name === `${OURS}${metric}`);
      return (found?.dataPoints ?? []).map(({ attributes, value }) => [short(attributes), value]);
    },
  };
}

const OURS = "ai_sdk_semantic_cache.";

/** Attributes without the prefix of ours. */
export function short(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name.replace(OURS, ""), value]),
  );
}
