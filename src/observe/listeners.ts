import { disown } from "../deadline.ts";
import { SemanticCacheError } from "../errors.ts";
import type { CacheEvent } from "./events.ts";

/** Hears of everything a cache does. */
export type EventListener = (event: CacheEvent) => void;

/** Who hears of what a cache does. */
export interface Listeners {
  /** Tells everybody. A listener that fails is the application's matter; the call goes on. */
  tell(event: CacheEvent): void;
  /**
   * Adds one; returns what takes it away again.
   *
   * @throws SemanticCacheError `invalid-options` for what is no function.
   */
  subscribe(listener: EventListener): () => void;
}

/** {@link Listeners}, with those there are from the start. */
export function createListeners(first?: EventListener): Listeners {
  // A listener given twice hears everything twice: each has its own place.
  let places: readonly { readonly listener: EventListener }[] = [];
  const subscribe: Listeners["subscribe"] = (listener) => {
    checkListener(listener);
    const place = { listener };
    // Never changed in place: who subscribes while an event is told hears of the next one.
    places = [...places, place];
    return () => {
      places = places.filter((other) => other !== place);
    };
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
    disown(listener(event)); // may be async, whatever its type says
  } catch {}
}

function checkListener(listener: unknown): void {
  if (typeof listener === "function") return;
  const message = `subscribe: the listener must be a function; got ${typeof listener}.`;
  throw new SemanticCacheError("invalid-options", message);
}
