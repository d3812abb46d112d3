import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import type { CacheEvent } from "../events.ts";
import { describe } from "./check-options.ts";
import { createLabeller, type LabelOptions } from "./labeller.ts";
import { measurementsOf } from "./measurements.ts";
import type { Measurement } from "./metric.ts";
import { DEPENDENCIES, type MeasuredCache, type ObserveOptions, observe } from "./observe.ts";

/** One cache, or several by name: the label `cache`, which is `"default"` for one without a name. */
export type MeasuredCaches = MeasuredCache | Readonly<Record<string, MeasuredCache>>;

/** What metrics of every kind of exporter can be told. */
export type MeasureOptions = LabelOptions & ObserveOptions;

/** Caches that are measured. */
export interface Measuring {
  /** What the caches say of themselves at present. Never rejects. */
  observe(): Promise<readonly Measurement[]>;
  stop(): void;
}

/** Hears of what caches do from now on, and hands it on as measurements. */
export function measure(
  caches: ReadonlyMap<string, MeasuredCache>,
  options: MeasureOptions,
  record: (measurement: Measurement) => void,
): Measuring {
  const measured = Array.from(caches, ([name, cache]) => measureOne(name, cache, options, record));
  return {
    observe: async () => (await Promise.all(measured.map((each) => each.observe()))).flat(),
    stop() {
      for (const { stop } of measured) stop();
    },
  };
}

function measureOne(
  name: string,
  cache: MeasuredCache,
  options: MeasureOptions,
  record: (measurement: Measurement) => void,
): Measuring {
  const label = createLabeller(name, options);
  const breakers = new Map(DEPENDENCIES.map((dependency) => [dependency, false]));
  const stop = cache.subscribe((event: CacheEvent) => {
    if (event.type === "breaker") breakers.set(event.dependency, event.state === "open");
    for (const measurement of measurementsOf(event).map(label(event))) record(measurement);
  });
  return {
    stop,
    observe: async () => (await observe(cache, breakers, options)).map(label()),
  };
}

/**
 * The caches by name.
 *
 * @throws SemanticCacheError `invalid-options` for what is no cache.
 */
export function namedCaches(what: string, caches: MeasuredCaches): Map<string, MeasuredCache> {
  const named = isCache(caches)
    ? new Map([["default", caches]])
    : new Map(Object.entries(isRecord(caches) ? caches : {}));
  const isValid = named.size > 0 && [...named].every(([name, cache]) => name && isCache(cache));
  if (isValid) return named;
  throw new SemanticCacheError(
    "invalid-options",
    `${what} needs what semanticCache() returned, or several of them by name: ${what}({ support: cache }); got ${describe(caches)}.`,
  );
}

function isCache(value: unknown): value is MeasuredCache {
  return isRecord(value) && typeof value.subscribe === "function";
}
