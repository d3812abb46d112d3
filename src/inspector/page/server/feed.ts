import type { Feed, FeedItem } from "../../contract.ts";
import { ask, urlOf } from "./ask.ts";
import { mergeItems } from "./merge-items.ts";

/** How news come: as they happen, every two seconds, or not at the moment. */
export type FeedStatus = "connecting" | "live" | "polling" | "away";

/** What is known of the feed. */
export interface FeedState {
  /** Newest first, 1,000 at most. */
  readonly items: readonly FeedItem[];
  readonly status: FeedStatus;
}

const POLL_MS = 2_000;
/** So many polls after which it is tried to listen again. */
const POLLS = 8;
/** News of so long are shown at once. */
const BATCH_MS = 120;

/**
 * Follows what the cache does, until the function that comes back is called: by server-sent events, and
 * where those do not get through, by asking.
 */
export function followFeed(onChange: (state: FeedState) => void): () => void {
  let state: FeedState = { items: [], status: "connecting" };
  let waiting: FeedItem[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let batch: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;

  function show(status: FeedStatus): void {
    clearTimeout(batch);
    batch = undefined;
    state = { items: mergeItems(state.items, waiting), status };
    waiting = [];
    onChange(state);
  }

  function showSoon(): void {
    batch ??= setTimeout(() => show("live"), BATCH_MS);
  }

  function listen(): void {
    source = new EventSource(urlOf("events"));
    source.onopen = showSoon; // what was missed comes by itself, right behind
    source.onmessage = ({ data }: MessageEvent<string>) => {
      waiting.push(JSON.parse(data) as FeedItem);
      showSoon();
    };
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) void poll(POLLS);
      else show("away"); // the browser tries again
    };
  }

  async function poll(left: number): Promise<void> {
    try {
      const { items } = await ask<Feed>(urlOf("feed", { after: state.items[0]?.id.toString() }));
      waiting.push(...items);
      show("polling");
    } catch {
      show("away");
    }
    timer = setTimeout(() => (left > 0 ? void poll(left - 1) : listen()), POLL_MS);
  }

  listen();
  return () => {
    source?.close();
    clearTimeout(timer);
    clearTimeout(batch);
  };
}
