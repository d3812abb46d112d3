/** Anything that can be iterated, now or over time. */
export type Items<T> = Iterable<T> | AsyncIterable<T>;

/** Calls of a store at once, of work that nobody waits for: requests use it meanwhile. */
export const WRITES_AT_ONCE = 8;

/**
 * Does some work for every item, at most `limit` at a time, until `signal` fires: no further item is
 * taken then, and what has begun is waited for. Says whether all items were taken.
 *
 * @throws what `items` throws, and the first thing `work` throws: no further item is taken then either.
 */
export async function concurrently<T>(
  items: Items<T>,
  { limit, signal }: { readonly limit: number; readonly signal?: AbortSignal | undefined },
  work: (item: T, index: number) => Promise<void>,
): Promise<boolean> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const fail = (error: unknown): void => void failures.push(error);
  let index = 0;
  let isWhole = false;
  try {
    if (!signal?.aborted) isWhole = await takeAll();
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
  return isWhole;

  async function takeAll(): Promise<boolean> {
    for await (const item of items) {
      // Heard at once: while the next item is waited for, nobody listens to the tasks.
      const task = work(item, index++)
        .catch(fail)
        .finally(() => running.delete(task));
      running.add(task);
      if (running.size >= limit) await Promise.race(running);
      if (signal?.aborted || failures.length > 0) return false;
    }
    return true;
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
