import { SemanticCacheError } from "../errors.ts";
import { disown } from "../promises.ts";
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
  // Never changed in place: who subscribes while an event is told hears of the next one.
  let listeners: readonly EventListener[] = first ? [first] : [];
  return {
    subscribe(listener) {
      if (typeof listener !== "function") {
        const message = `subscribe takes a function; got ${typeof listener}.`;
        throw new SemanticCacheError("invalid-options", message);
      }
      const own: EventListener = (event) => listener(event); // given twice, it hears everything twice
      listeners = [...listeners, own];
      return () => {
        listeners = listeners.filter((other) => other !== own);
      };
    },
    tell(event) {
      for (const listener of listeners) {
        try {
          disown(listener(event)); // may be async, whatever its type says
        } catch {}
      }
    },
  };
}
