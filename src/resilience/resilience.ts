import type { Config } from "../config.ts";
import type { CacheEvent, Dependency } from "../observe/events.ts";
import type { CacheStore } from "../store.ts";
import { type Breaker, type BreakerRules, createBreaker } from "./breaker.ts";
import { type GuardedCall, guardedCall } from "./guarded-call.ts";
import { guardedStore } from "./guarded-store.ts";
import { createLane, type Lane } from "./lane.ts";

/** When dependencies are left alone, and how many calls they get at once. */
export interface ResilienceRules extends BreakerRules {
  readonly concurrency: number;
  readonly waitingReads: number;
  readonly waitingWrites: number;
}

/** What keeps dependencies that fail or are slow from costing more than a miss. */
export interface Resilience {
  /** The store as requests use it. */
  readonly store: CacheStore;
  /** Where entries wait to be written. */
  readonly writes: Lane;
  /** Calls the embedding model for a request. */
  readonly embed: GuardedCall;
  /** Asks the application's verifier. */
  readonly verify: GuardedCall;
  /** Asks whether two answers say the same. That it fails must not cost a hit. */
  readonly compare: GuardedCall;
}

/** The {@link Resilience} of one cache. */
export function createResilience(
  { store, timeouts, resilience: rules }: Config,
  emit: (event: CacheEvent) => void,
): Resilience {
  if (rules === false) {
    const unguarded: GuardedCall = async (_signal, call) => call();
    const calls = { embed: unguarded, verify: unguarded, compare: unguarded };
    return { store, writes: { run: (work) => work() }, ...calls };
  }
  const breakerOf = (dependency: Dependency): Breaker =>
    createBreaker({
      name: dependency,
      rules,
      onChange: (state) => emit({ type: "breaker", dependency, state }),
    });
  const { concurrency, waitingReads, waitingWrites } = rules;
  const reads = createLane({ concurrency, waiting: waitingReads, refusal: "bulkhead" });
  const writes = createLane({ concurrency, waiting: waitingWrites, refusal: "queue-full" });
  const breakers = {
    read: breakerOf("store.read"),
    search: breakerOf("store.search"),
    write: breakerOf("store.write"),
  };
  return {
    store: guardedStore(store, { breakers, reads, writes, timeouts }),
    writes,
    embed: guardedCall(breakerOf("embedding")),
    verify: guardedCall(breakerOf("verify")),
    compare: guardedCall(breakerOf("compare")),
  };
}
