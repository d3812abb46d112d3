import type { CacheEvent } from "../../observe/events.ts";
import type { GuardCount } from "../contract.ts";
import type { InspectedCache } from "../inspected-cache.ts";
import { inspectedEvent } from "../show/inspected-event.ts";
import { createFeed, type Feed } from "./feed.ts";
import { createGuardCounts } from "./guard-counts.ts";
import { createLatency, type Latency } from "./latency.ts";
import { createNearMisses, type NearMisses } from "./near-misses.ts";
import { createSimilarities, type Similarities } from "./similarities.ts";
import { createTraffic, type Traffic } from "./traffic.ts";

/** What an inspector has heard of a cache. Bounded in every direction; holds no text. */
export interface Watch {
  readonly feed: Pick<Feed, "after" | "wait">;
  readonly traffic: Pick<Traffic, "points">;
  readonly latency: Pick<Latency, "buckets">;
  readonly similarities: Pick<Similarities, "points">;
  readonly nearMisses: Pick<NearMisses, "list">;
  guards(): readonly GuardCount[];
}

/**
 * Listens to a cache from now on. The cache holds on to the listener only, and that lets go: when a
 * development server makes a new inspector at each change of a file, the old ones are not kept.
 */
export function watch(cache: Pick<InspectedCache, "subscribe">): Watch {
  const recorder = createRecorder();
  const reference = new WeakRef(recorder);
  const stop = cache.subscribe((event) => {
    const listening = reference.deref();
    if (listening) listening.record(event);
    else stop();
  });
  return recorder;
}

function createRecorder(): Watch & { record(event: CacheEvent): void } {
  const feed = createFeed();
  const traffic = createTraffic();
  const latency = createLatency();
  const similarities = createSimilarities();
  const nearMisses = createNearMisses();
  const guards = createGuardCounts();
  return {
    feed,
    traffic,
    latency,
    similarities,
    nearMisses,
    guards: guards.list,
    record(heard) {
      const event = inspectedEvent(heard);
      const at = Date.now();
      feed.add(event);
      traffic.record(event, at);
      latency.record(event);
      similarities.record(event);
      nearMisses.record(event, at);
      guards.record(event);
    },
  };
}
