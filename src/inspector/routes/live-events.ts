import type { FeedItem } from "../contract.ts";
import { Refusal, SAFE_HEADERS } from "../http/answers.ts";
import type { Route } from "../inspection.ts";
import type { Feed } from "../watch/feed.ts";

/** Proxies close a connection that says nothing for half a minute. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;
const MOST_AT_ONCE = 100;
/** Each is told of every event, and that takes the application's time. */
const MOST_READERS = 50;

/**
 * `GET api/events`: the feed as Server-Sent Events (WHATWG HTML, 9.2), from the event after
 * `Last-Event-ID` on. Who comes without one gets what is kept. Ends when the request is aborted. Who comes
 * when fifty listen is refused: `api/feed` is there to be asked.
 */
export function createLiveEventsRoute(): Route {
  let readers = 0;
  return ({ watch }, request) => {
    if (readers >= MOST_READERS) {
      throw new Refusal("busy", `${MOST_READERS} live feeds are open. Ask api/feed instead.`);
    }
    readers += 1;
    const onEnd = (): void => {
      readers -= 1;
    };
    return new Response(eventStream(watch.feed, request, onEnd), {
      headers: {
        ...SAFE_HEADERS,
        "content-type": "text/event-stream; charset=utf-8",
        "x-accel-buffering": "no", // nginx would wait until it has some kilobytes
      },
    });
  };
}

/** Reads the feed when its reader asks for more: a slow reader skips events, and none are piled up for it. */
function eventStream(
  feed: Pick<Feed, "after" | "wait">,
  request: Request,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  gone.signal.addEventListener("abort", onEnd, { once: true });
  // The request is held on to: Node tells nobody of the end of one that was collected.
  const leave = (): void => {
    request.signal.removeEventListener("abort", leave);
    gone.abort();
  };
  let sent = lastEventId(request);
  return new ReadableStream({
    start(controller) {
      request.signal.addEventListener("abort", leave, { once: true });
      if (request.signal.aborted) leave();
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
    cancel: leave,
  });
}

/** 0 where it is no id of ours. */
function lastEventId({ headers }: Request): number {
  const id = Number(headers.get("last-event-id") ?? 0);
  return Number.isSafeInteger(id) ? id : 0;
}

function asEvent(item: FeedItem): string {
  return `id: ${item.id}\ndata: ${JSON.stringify(item)}\n\n`;
}
