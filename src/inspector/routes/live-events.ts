import type { FeedItem } from "../contract.ts";
import { SAFE_HEADERS } from "../http/answers.ts";
import type { Route } from "../inspection.ts";
import type { Feed } from "../watch/feed.ts";

/** Proxies close a connection that says nothing for half a minute. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;
const MOST_AT_ONCE = 100;

/**
 * `GET api/events`: the feed as Server-Sent Events (WHATWG HTML, 9.2), from the event after
 * `Last-Event-ID` on. Who comes without one gets what is kept. Ends when the request is aborted.
 */
export const liveEventsRoute: Route = ({ watch }, request) => {
  const after = Number(request.headers.get("last-event-id") ?? 0);
  const body = eventStream(watch.feed, Number.isSafeInteger(after) ? after : 0, request.signal);
  return new Response(body, {
    headers: {
      ...SAFE_HEADERS,
      "content-type": "text/event-stream; charset=utf-8",
      "x-accel-buffering": "no", // nginx would wait until it has some kilobytes
    },
  });
};

/** Reads the feed when its reader asks for more: a slow reader skips events, and none are piled up for it. */
function eventStream(
  feed: Pick<Feed, "after" | "wait">,
  after: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  let sent = after;
  return new ReadableStream({
    start(controller) {
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
    },
    async pull(controller) {
      await feed.wait(sent, HEARTBEAT_MS, gone.signal);
      if (gone.signal.aborted) {
        controller.close();
        return;
      }
      const items = feed.after(sent).slice(0, MOST_AT_ONCE);
      sent = items.at(-1)?.id ?? sent;
      controller.enqueue(encoder.encode(items.map(asEvent).join("") || ": still here\n\n"));
    },
    cancel() {
      signal.removeEventListener("abort", leave);
      leave();
    },
  });
}

function asEvent(item: FeedItem): string {
  return `id: ${item.id}\ndata: ${JSON.stringify(item)}\n\n`;
}
