import { startTimer } from "../deadline.ts";
import { SemanticCacheError } from "../errors.ts";
import { isPromise } from "../promises.ts";
import type { MaybePromise } from "../store.ts";

/** A way to a dependency that only so many calls are on at once (a bulkhead), and so many wait for. */
export interface Lane {
  /**
   * Does `work` now, or when a call before it has ended, but waits no longer than `patienceMs`. Work that
   * is done at once takes no place.
   *
   * @throws SemanticCacheError `bulkhead` or `queue-full` when there is no place; what `work` throws.
   */
  run<T>(work: () => MaybePromise<T>, patienceMs: number): MaybePromise<T>;
}

/** How wide a {@link Lane} is, and who goes when its line is full. */
export interface LaneRules {
  /** Calls at once. */
  readonly concurrency: number;
  /** Calls that wait. */
  readonly waiting: number;
  /**
   * `bulkhead`: who comes last is refused, and asks the model instead. `queue-full`: who has waited
   * longest is dropped, for what is newest will be asked for again soonest.
   */
  readonly refusal: "bulkhead" | "queue-full";
}

interface Waiting {
  start(): void;
  refuse(): void;
}

/** An empty {@link Lane}. */
export function createLane({ concurrency, waiting, refusal }: LaneRules): Lane {
  const line = new Set<Waiting>();
  let underWay = 0;

  const refused = (): SemanticCacheError =>
    new SemanticCacheError(
      refusal,
      `${concurrency} calls of the store are under way and ${line.size} wait.`,
    );

  function start<T>(work: () => MaybePromise<T>): MaybePromise<T> {
    const result = work();
    if (!isPromise(result)) return result;
    underWay++;
    return Promise.resolve(result).finally(() => {
      underWay--;
      for (const next of line) {
        if (underWay >= concurrency) return;
        next.start();
      }
    });
  }

  function makeRoom(): void {
    if (line.size < waiting) return;
    const [oldest] = line;
    if (refusal === "bulkhead" || !oldest) throw refused();
    oldest.refuse();
  }

  function wait<T>(work: () => MaybePromise<T>, patienceMs: number): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const leave = (): void => {
      line.delete(waiter);
      cancelTimer();
    };
    const waiter: Waiting = {
      start() {
        leave();
        try {
          resolve(start(work));
        } catch (error) {
          reject(error);
        }
      },
      refuse() {
        leave();
        reject(refused());
      },
    };
    const cancelTimer = startTimer(patienceMs, waiter.refuse);
    line.add(waiter);
    return promise;
  }

  return {
    run(work, patienceMs) {
      if (underWay < concurrency) return start(work);
      makeRoom();
      return wait(work, patienceMs);
    },
  };
}
