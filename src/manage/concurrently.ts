/** Anything that can be iterated, now or over time. */
export type Items<T> = Iterable<T> | AsyncIterable<T>;

/** Calls of a store at once, of work that nobody waits for: requests use it meanwhile. */
export const WRITES_AT_ONCE = 8;

/**
 * Does some work for every item, at most `limit` at a time, until `signal` fires: no further item is
 * taken then, and what has begun is waited for. `work` must not throw. Says whether all items were taken.
 */
export async function concurrently<T>(
  items: Items<T>,
  { limit, signal }: { readonly limit: number; readonly signal?: AbortSignal | undefined },
  work: (item: T, index: number) => Promise<void>,
): Promise<boolean> {
  const running = new Set<Promise<void>>();
  let index = 0;
  try {
    if (signal?.aborted) return false;
    for await (const item of items) {
      const task = work(item, index++).finally(() => running.delete(task));
      running.add(task);
      if (running.size >= limit) await Promise.race(running);
      if (signal?.aborted) return false;
    }
    return true;
  } finally {
    await Promise.all(running);
  }
}

/** Items in groups of `size`; the last one may be smaller. */
export async function* inBatches<T>(items: Items<T>, size: number): AsyncGenerator<T[], void> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
