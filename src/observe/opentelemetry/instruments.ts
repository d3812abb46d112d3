import type {
  Attributes,
  BatchObservableCallback,
  Meter,
  MetricOptions,
  Observable,
} from "@opentelemetry/api";
import { METRIC_NAMES, METRICS } from "../metrics/definitions.ts";
import type { Label, Labels, Measurement, MetricName } from "../metrics/metric.ts";
import { seriesKey } from "../metrics/series.ts";
import { modelAttributes } from "./model-attributes.ts";
import { PREFIX } from "./span-attributes.ts";

/** The instruments of all metrics. */
export interface Instruments {
  record(measurement: Measurement): void;
  /** Asks for what is observed whenever metrics are collected; returns what ends that. */
  observe(read: () => Promise<readonly Measurement[]>): () => void;
}

type RecordValue = (value: number, attributes: Attributes) => void;

/** {@link Instruments} of a meter. */
export function createInstruments(meter: Meter): Instruments {
  const recorded = new Map<MetricName, RecordValue>();
  const observed = new Map<MetricName, Observable>();
  const known = new Map<string, Attributes>();

  /** As few as there are time series: made once for each. */
  function attributesOf({ metric, labels }: Measurement): Attributes {
    const key = seriesKey(metric, labels);
    const attributes = known.get(key) ?? toAttributes(labels);
    known.set(key, attributes);
    return attributes;
  }

  for (const metric of METRIC_NAMES) {
    if (METRICS[metric].observed) observed.set(metric, createObservable(meter, metric));
    else recorded.set(metric, createRecorded(meter, metric));
  }

  return {
    record: (measurement) =>
      recorded.get(measurement.metric)?.(measurement.value, attributesOf(measurement)),
    observe(read) {
      const callback: BatchObservableCallback = async (result) => {
        for (const measurement of await read()) {
          const observable = observed.get(measurement.metric);
          if (observable) result.observe(observable, measurement.value, attributesOf(measurement));
        }
      };
      const observables = [...observed.values()];
      meter.addBatchObservableCallback(callback, observables);
      return () => meter.removeBatchObservableCallback(callback, observables);
    },
  };
}

function createRecorded(meter: Meter, metric: MetricName): RecordValue {
  const name = `${PREFIX}.${metric}`;
  if (METRICS[metric].kind === "histogram") {
    const histogram = meter.createHistogram(name, optionsOf(metric));
    return (value, attributes) => histogram.record(value, attributes);
  }
  const counter = meter.createCounter(name, optionsOf(metric));
  return (value, attributes) => counter.add(value, attributes);
}

function createObservable(meter: Meter, metric: MetricName): Observable {
  const name = `${PREFIX}.${metric}`;
  return METRICS[metric].kind === "counter"
    ? meter.createObservableCounter(name, optionsOf(metric))
    : meter.createObservableGauge(name, optionsOf(metric));
}

function optionsOf(metric: MetricName): MetricOptions {
  const { unit, help, buckets } = METRICS[metric];
  return {
    unit,
    description: help,
    ...(buckets && { advice: { explicitBucketBoundaries: [...buckets] } }),
  };
}

/** Labels that the semantic conventions have a name for, or that would say too little. */
const NAMES: Readonly<Partial<{ [Name in Label]: string }>> = {
  cache: `${PREFIX}.name`,
  type: "gen_ai.token.type",
};

/** Labels in OpenTelemetry's words. */
export function toAttributes({ model, ...labels }: Labels): Attributes {
  const attributes: Attributes = {};
  for (const [label, value] of Object.entries(labels)) {
    attributes[NAMES[label as Label] ?? `${PREFIX}.${label}`] = value;
  }
  return model === undefined ? attributes : { ...attributes, ...modelAttributes(model) };
}
