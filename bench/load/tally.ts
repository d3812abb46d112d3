import type { CacheEvent } from "../../src/index.ts";

/** How often each thing happened, by name. */
export type Counts = Map<string, number>;

/** Counts what a cache does, by name: `hit:exact`, `miss:bulkhead`, `not-stored:queue-full`. */
export interface Tally {
  readonly onEvent: (event: CacheEvent) => void;
  count(name: string): number;
  /** All whose name begins so, under the rest of their name. */
  counts(prefix: string): [name: string, count: number][];
  reset(): void;
}

/** A {@link Tally} of nothing. */
export function createTally(): Tally {
  const counts: Counts = new Map();
  return {
    onEvent(event) {
      const name = nameOf(event);
      if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    count: (name) => counts.get(name) ?? 0,
    counts: (prefix) =>
      Array.from(counts)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, count]) => [name.slice(prefix.length), count]),
    reset: () => counts.clear(),
  };
}

/** Adds counts to others. */
export function addTo(others: Counts, counts: readonly (readonly [string, number])[]): void {
  for (const [name, count] of counts) others.set(name, (others.get(name) ?? 0) + count);
}

/** Most frequent first: `bulkhead 12, store-failed 3`, or `none`. */
export function told(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].toSorted(([, left], [, right]) => right - left);
  return sorted.map(([name, count]) => `${name} ${count}`).join(", ") || "none";
}

function nameOf(event: CacheEvent): string | undefined {
  switch (event.type) {
    case "hit":
      return `hit:${event.kind}`;
    case "miss":
    case "not-stored":
      return `${event.type}:${event.reason}`;
    case "error":
      return `error:${event.stage} ${event.reason}`;
    case "breaker":
      return `breaker:${event.dependency} ${event.state}`;
    default:
      return undefined;
  }
}
