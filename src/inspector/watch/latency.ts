import type { InspectedEvent, LatencyBucket } from "../contract.ts";

/** How long lookups took. */
export interface Latency {
  record(event: InspectedEvent): void;
  buckets(): readonly LatencyBucket[];
}

/** Milliseconds: exact hits in memory take microseconds, lookups in a far store a second. */
const BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500];

type Bucket = { -readonly [Name in keyof LatencyBucket]: LatencyBucket[Name] };

/** {@link Latency}, from now on. */
export function createLatency(): Latency {
  const buckets: Bucket[] = [...BOUNDS, null].map((upToMs) => ({ upToMs, hits: 0, misses: 0 }));
  return {
    record(event) {
      if (event.type !== "hit" && event.type !== "miss") return;
      const bucket = buckets.find(({ upToMs }) => upToMs === null || event.durationMs <= upToMs);
      if (bucket) bucket[event.type === "hit" ? "hits" : "misses"] += 1;
    },
    buckets: () => buckets.map((bucket) => ({ ...bucket })),
  };
}
