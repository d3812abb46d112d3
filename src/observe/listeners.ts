import type { CacheEvent } from "./events.ts";

/** Hears of everything a cache does. */
export type EventListener = (event: CacheEvent) => void;

/** Who hears of what a cache does. */
export interface Listeners {
  /** Tells everybody. A listener that fails is the application's matter; the call goes on. */
  tell(event: CacheEvent): void;
  /** Adds one; returns what takes it away again. */
  subscribe(listener: EventListener): () => void;
}

/** {@link Listeners}, with those there are from the start. */
export function createListeners(first?: EventListener): Listeners {
  // A listener given twice hears everything twice: each has its own place.
  const places = new Set<{ readonly listener: EventListener }>();
  const subscribe: Listeners["subscribe"] = (listener) => {
    const place = { listener };
    places.add(place);
    return () => void places.delete(place);
  };
  if (first) subscribe(first);
  return {
    subscribe,
    tell(event) {
      for (const { listener } of places) tellOne(listener, event);
    },
  };
}

function tellOne(listener: EventListener, event: CacheEvent): void {
  try {
    // A listener may be async: its rejection must not become an unhandled one.
    Promise.resolve(listener(event)).catch(() => {});
  } catch {}
}
