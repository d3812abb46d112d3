import { withTimeout } from "../deadline.ts";
import { isPromise } from "../promises.ts";
import type { CacheStore, MaybePromise } from "../store.ts";
import type { Breaker } from "./breaker.ts";
import type { Lane } from "./lane.ts";
import { outcomeOf } from "./refusal.ts";

/** What stands between a request and its store. */
export interface StoreGuards {
  /**
   * One each: a store whose search is broken still answers exactly, and one that is read-only or full
   * can still be read.
   */
  readonly breakers: Readonly<Record<"read" | "search" | "write", Breaker>>;
  readonly reads: Lane;
  readonly writes: Lane;
  /** How long a call may take until it has failed, in milliseconds. */
  readonly timeouts: Readonly<Record<"get" | "search" | "write", number>>;
}

/**
 * The same store for those on the way of a request: it throws at once while the store is known to fail
 * or is busy. `set` does not wait in the lane of writes by itself: whether an entry may still be
 * written must be asked after the wait. What lists and counts is passed through.
 */
export function guardedStore(store: CacheStore, guards: StoreGuards): CacheStore {
  const { breakers, reads, writes, timeouts } = guards;
  const { read, search, write } = breakers;

  const guardRead = <T>(breaker: Breaker, what: string, milliseconds: number, call: Call<T>) => {
    if (breaker.refuses()) breaker.begin();
    return reads.run(() => guarded(breaker, what, milliseconds, call), milliseconds);
  };
  const guardWrite = <T>(what: string, call: Call<T>): MaybePromise<T> =>
    guarded(write, what, timeouts.write, call);
  const guardSideWrite = <T>(what: string, call: Call<T>): MaybePromise<T> => {
    if (write.refuses()) write.begin();
    return writes.run(() => guardWrite(what, call), timeouts.write);
  };

  return {
    specificationVersion: store.specificationVersion,
    name: store.name,
    get capabilities() {
      return store.capabilities;
    },

    get: (query) => guardRead(read, "store.get", timeouts.get, () => store.get(query)),
    getAlias: (alias) =>
      guardRead(read, "store.getAlias", timeouts.get, () => store.getAlias(alias)),
    search: (query) =>
      guardRead(search, "store.search", timeouts.search, () => store.search(query)),
    set: (entry) => guardWrite("store.set", () => store.set(entry)),
    delete: (filter, options) => guardWrite("store.delete", () => store.delete(filter, options)),
    setAlias: (alias) => guardSideWrite("store.setAlias", () => store.setAlias(alias)),

    size: (filter) => store.size(filter),
    entries: (filter) => store.entries(filter),

    ...(store.touch && {
      touch: (address) => guardSideWrite("store.touch", () => store.touch?.(address)),
    }),
    ...(store.lease && {
      lease(name, milliseconds) {
        if (read.refuses()) read.begin();
        return store.lease?.(name, milliseconds); // that leases fail says nothing about reading
      },
    }),
    ...(store.changes && { changes: store.changes.bind(store) }),
    ...(store.invalidations && { invalidations: store.invalidations.bind(store) }),
    ...(store.close && { close: store.close.bind(store) }),
  };
}

type Call<T> = () => MaybePromise<T>;

/** A call whose end the breaker hears of. It ends at its deadline, whether the store answers or not. */
function guarded<T>(
  breaker: Breaker,
  what: string,
  milliseconds: number,
  call: Call<T>,
): MaybePromise<T> {
  const ticket = breaker.begin();
  try {
    const result = call();
    if (isPromise(result)) {
      return settled(breaker, ticket, withTimeout(what, milliseconds, undefined, result));
    }
    breaker.end(ticket, "succeeded");
    return result;
  } catch (error) {
    breaker.end(ticket, outcomeOf(error));
    throw error;
  }
}

async function settled<T>(breaker: Breaker, ticket: number, result: MaybePromise<T>): Promise<T> {
  try {
    const value = await result;
    breaker.end(ticket, "succeeded");
    return value;
  } catch (error) {
    breaker.end(ticket, outcomeOf(error));
    throw error;
  }
}
