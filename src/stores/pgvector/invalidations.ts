import type { Invalidation } from "../../store.ts";
import type { PgvectorListener } from "./client.ts";
import { fromNews, listen } from "./news.ts";

/** The store's side of `invalidations`: one subscription to the channel, whoever listens here. */
export interface Invalidations {
  subscribe(listener: (invalidation: Invalidation) => void): () => void;
  close(): void;
}

/**
 * News of other stores on the same tables. Where some may have been missed (before the channel is open,
 * when it cannot be opened, when its connection ends) the news is that anything may have changed.
 */
export function createInvalidations(
  client: PgvectorListener,
  channel: string,
  self: string,
): Invalidations {
  const listeners = new Set<(invalidation: Invalidation) => void>();
  let opened: Promise<() => unknown> | undefined;

  function tell(invalidation: Invalidation | undefined): void {
    if (!invalidation) return;
    for (const listener of listeners) listener(invalidation);
  }

  function open(): void {
    const hear = (payload: string): void => tell(fromNews(self, payload));
    const lost = (): void => {
      if (opened !== opening) return; // closed, and perhaps opened again
      opened = undefined; // the next who listens tries again
      tell({});
    };
    const opening = listen(client, channel, hear, lost);
    opened = opening;
    opening.then(() => tell({}), lost);
  }

  function close(): void {
    listeners.clear();
    // A connection that is gone hears nothing either.
    opened?.then((stop) => stop()).then(undefined, () => {});
    opened = undefined;
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (!opened) open();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) close();
      };
    },
    close,
  };
}
