import type { MetricFamily } from "./text.ts";

/** A registry of `prom-client` 15, as far as it is used. */
export interface PrometheusRegister {
  registerMetric(metric: RegisteredMetric): void;
  removeSingleMetric(name: string): void;
}

/** What such a registry asks of a metric. */
export interface RegisteredMetric {
  get(): Promise<unknown>;
  reset(): void;
}

/** Where the values of registered metrics come from. */
export interface MetricSource {
  /** All metrics as they are at present. */
  families(): Promise<readonly MetricFamily[]>;
  clear(name: string): void;
}

/**
 * Puts metrics into a registry; returns what takes them out again. The registry asks all its metrics at
 * once: they are read once for all of them.
 *
 * @throws whatever the registry throws, when it has a metric of that name.
 */
export function registerMetrics(
  register: PrometheusRegister,
  descriptions: readonly Omit<MetricFamily, "samples">[],
  source: MetricSource,
): () => void {
  let reading: Promise<readonly MetricFamily[]> | undefined;

  function read(): Promise<readonly MetricFamily[]> {
    reading ??= source.families().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  const registered: string[] = [];
  function removeAll(): void {
    for (const name of registered) register.removeSingleMetric(name);
  }

  try {
    for (const description of descriptions) {
      register.registerMetric(toRegistered(description, read, source));
      registered.push(description.name);
    }
    return removeAll;
  } catch (error) {
    removeAll();
    throw error;
  }
}

function toRegistered(
  { name, type, help }: Omit<MetricFamily, "samples">,
  read: MetricSource["families"],
  { clear }: MetricSource,
): RegisteredMetric {
  // In a cluster: a sum over its workers; what is a state is one when it is anywhere.
  const aggregator = type === "gauge" ? "max" : "sum";
  const metric = {
    name, // a registry of OpenMetrics renames counters here
    type,
    help,
    aggregator,
    async get() {
      const family = (await read()).find((each) => each.name === name);
      const values = (family?.samples ?? []).map(({ suffix, labels, value }) => ({
        labels,
        value,
        ...(suffix && { metricName: name + suffix }),
      }));
      return { name: metric.name, type, help, aggregator, values };
    },
    reset: () => clear(name),
  };
  return metric;
}
