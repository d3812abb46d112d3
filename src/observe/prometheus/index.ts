import { METRIC_NAMES, METRICS } from "../metrics/definitions.ts";
import { type MeasuredCaches, measure, namedCaches } from "../metrics/measure.ts";
import { createBook, observedSample } from "./book.ts";
import { prometheusName } from "./names.ts";
import { checkPrometheusOptions, type PrometheusOptions } from "./options.ts";
import { type MetricSource, registerMetrics } from "./register.ts";
import { CONTENT_TYPE, expositionText, type MetricFamily } from "./text.ts";
import { zeros } from "./zeros.ts";

export type { MeasuredCaches } from "../metrics/measure.ts";
export type { MeasuredCache } from "../metrics/observe.ts";
export type { PrometheusOptions } from "./options.ts";
export type { PrometheusRegister, RegisteredMetric } from "./register.ts";

/** Metrics of caches for Prometheus. */
export interface PrometheusMetrics {
  /** All of them in Prometheus' text format 0.0.4: the body of a `/metrics` route. */
  text(): Promise<string>;
  /** The content type of that text. */
  readonly contentType: string;
  /** Ends counting, and takes the metrics out of the registry. */
  stop(): void;
}

/**
 * Counts what caches do from now on, for Prometheus: as text, and with `register` in a registry of
 * `prom-client` beside the application's own metrics. Call it where the cache is created, and once for
 * all caches of a process: `prometheusMetrics({ support, docs })` tells them apart by the label `cache`.
 *
 * No metric holds text of prompts or answers, hashes or ids of entries. A store that does not tell its
 * size leaves it out; reading metrics never fails because of it.
 *
 * @throws SemanticCacheError `invalid-options` for an unknown or malformed option, or what is no cache;
 * what the registry throws when it has a metric of that name.
 * @example
 * const metrics = prometheusMetrics(cache);
 * app.get("/metrics", async (context) =>
 *   context.text(await metrics.text(), 200, { "content-type": metrics.contentType }),
 * );
 */
export function prometheusMetrics(
  caches: MeasuredCaches,
  options: PrometheusOptions = {},
): PrometheusMetrics {
  checkPrometheusOptions(options);
  const { register, prefix = "ai_sdk_semantic_cache" } = options;
  const named = namedCaches("prometheusMetrics", caches);
  const book = createBook();
  const descriptions = METRIC_NAMES.map((metric) => {
    const { kind, help } = METRICS[metric];
    return { metric, name: prometheusName(metric, prefix), type: kind, help };
  });

  const source: MetricSource = {
    async families(): Promise<readonly MetricFamily[]> {
      const observed = await measuring.observe();
      return descriptions.map(({ metric, ...description }) => ({
        ...description,
        samples: METRICS[metric].observed
          ? observed.filter((each) => each.metric === metric).map(observedSample)
          : book.samples(metric),
      }));
    },
    clear(name) {
      const cleared = descriptions.find((each) => each.name === name);
      if (cleared) book.clear(cleared.metric);
    },
  };

  const unregister = register && registerMetrics(register, descriptions, source);
  for (const zero of [...named.keys()].flatMap(zeros)) book.add(zero);
  const measuring = measure(named, options, book.add);
  return {
    text: async () => expositionText(await source.families()),
    contentType: CONTENT_TYPE,
    stop() {
      measuring.stop();
      unregister?.();
    },
  };
}
