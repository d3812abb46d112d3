import { METRICS } from "../metrics/definitions.ts";
import type { Labels, Measurement, MetricName } from "../metrics/metric.ts";
import { seriesKey, writtenLabels } from "../metrics/series.ts";

/** One line of the exposition: `name + suffix{labels} value`. */
export interface Sample {
  readonly suffix: "" | "_bucket" | "_sum" | "_count";
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Counts measurements into time series. */
export interface Book {
  /** Adds to a counter, counts into a histogram. */
  add(measurement: Measurement): void;
  /** The samples of a metric, in the order its series began. */
  samples(metric: MetricName): readonly Sample[];
  /** Forgets what was counted. */
  clear(metric: MetricName): void;
}

interface Series {
  readonly labels: Sample["labels"];
  sum: number;
  count: number;
  /** How many values each bucket holds, without those of the buckets below. */
  readonly buckets: number[];
}

/** An empty {@link Book}. */
export function createBook(): Book {
  const book = new Map<MetricName, Map<string, Series>>();

  function seriesOf(metric: MetricName, labels: Labels): Series {
    const ofMetric = book.get(metric) ?? new Map<string, Series>();
    const key = seriesKey(metric, labels);
    const known = ofMetric.get(key);
    if (known) return known;
    const buckets = (METRICS[metric].buckets ?? []).map(() => 0);
    const series = { labels: writtenLabels(metric, labels), sum: 0, count: 0, buckets };
    book.set(metric, ofMetric.set(key, series));
    return series;
  }

  return {
    add({ metric, value, labels }) {
      const series = seriesOf(metric, labels);
      series.sum += value;
      series.count++;
      const at = METRICS[metric].buckets?.findIndex((bound) => value <= bound) ?? -1;
      if (at >= 0) series.buckets[at] = (series.buckets[at] ?? 0) + 1;
    },
    samples(metric) {
      const all = Array.from(book.get(metric)?.values() ?? []);
      const { buckets } = METRICS[metric];
      return buckets
        ? all.flatMap((series) => histogramSamples(series, buckets))
        : all.map(({ labels, sum }) => ({ suffix: "", labels, value: sum }));
    },
    clear: (metric) => void book.delete(metric),
  };
}

/** A sample of what is observed: the value itself. */
export function observedSample({ metric, value, labels }: Measurement): Sample {
  return { suffix: "", labels: writtenLabels(metric, labels), value };
}

/** A bucket of Prometheus also counts what is in the buckets below. */
function histogramSamples(
  { labels, sum, count, buckets }: Series,
  bounds: readonly number[],
): Sample[] {
  let below = 0;
  const counted = bounds.map((bound, at): Sample => {
    below += buckets[at] ?? 0;
    return { suffix: "_bucket", labels: { le: String(bound), ...labels }, value: below };
  });
  return [
    ...counted,
    { suffix: "_bucket", labels: { le: "+Inf", ...labels }, value: count },
    { suffix: "_sum", labels, value: sum },
    { suffix: "_count", labels, value: count },
  ];
}
