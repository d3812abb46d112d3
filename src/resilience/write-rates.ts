import { createLru } from "../lru.ts";

/** Counts what each caller stores, so that none of them can flood a cache. */
export interface WriteRates {
  /** Whether callers of this namespace and scope may store one more answer now. Then it counts as stored. */
  take(namespace: string, scope: string | undefined): boolean;
}

/** What a caller may still store, as of a time. */
interface Bucket {
  readonly left: number;
  readonly at: number;
}

const MINUTE_MS = 60_000;
/** Who was not heard of for the longest time is forgotten, and starts anew. */
const MOST_CALLERS = 10_000;

/** For what people store themselves. */
export const unlimitedWrites: WriteRates = { take: () => true };

/**
 * {@link WriteRates} as token buckets: a caller may store so many at once, and as many again spread over
 * each minute that follows. Counts nothing where that is `Infinity`.
 */
export function createWriteRates(perMinute: number): WriteRates {
  if (perMinute === Number.POSITIVE_INFINITY) return unlimitedWrites;
  const capacity = Math.max(1, perMinute);
  const buckets = createLru<string, Bucket>({ maxWeight: MOST_CALLERS });

  function leftNow({ left, at }: Bucket, now: number): number {
    const passed = Math.max(0, now - at) / MINUTE_MS;
    return Math.min(capacity, left + passed * perMinute);
  }

  return {
    take(namespace, scope) {
      const caller = JSON.stringify([namespace, scope]);
      const now = Date.now();
      const left = leftNow(buckets.get(caller) ?? { left: capacity, at: now }, now);
      const isThere = left >= 1;
      buckets.set(caller, { left: isThere ? left - 1 : left, at: now });
      return isThere;
    },
  };
}
