import { startTimer } from "../../deadline.ts";
import type { FeedItem, InspectedEvent } from "../contract.ts";
import { createRing } from "./ring.ts";

/** The latest events, numbered. */
export interface Feed {
  add(event: InspectedEvent): void;
  /** Events after an id, oldest first; all that are kept for an id that nobody was given. */
  after(id: number): readonly FeedItem[];
  /** Resolves when there is something after an id, after `milliseconds`, or when `signal` fires. */
  wait(id: number, milliseconds: number, signal: AbortSignal): Promise<void>;
}

const MOST_EVENTS = 1_000;

/**
 * A {@link Feed}. Ids begin at the present microsecond, so that those of the next process are higher: who
 * goes on after an id of this one is sent all of it.
 */
export function createFeed(now: () => number = Date.now): Feed {
  const ring = createRing<FeedItem>(MOST_EVENTS);
  const waiting = new Set<() => void>();
  const start = now() * 1_000;
  let latest = start;
  const hasAfter = (id: number): boolean => latest > start && id !== latest;

  return {
    add(event) {
      latest += 1;
      ring.add({ id: latest, at: now(), event });
      for (const wake of waiting) wake();
    },
    after(id) {
      const items = ring.items();
      const behind = latest - id; // ids are counted up by one
      return id > latest || behind >= items.length ? items : items.slice(items.length - behind);
    },
    wait(id, milliseconds, signal) {
      if (signal.aborted || hasAfter(id)) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          stopTimer();
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const stopTimer = startTimer(milliseconds, wake, { letsExit: true });
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      });
    },
  };
}
