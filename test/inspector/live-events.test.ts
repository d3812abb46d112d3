import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { FeedItem } from "../../src/inspector/contract.ts";
import { shortName } from "../support/short-name.ts";
import { inspected } from "./support/inspected.ts";

const QUESTION = "How do I reset my password?";

afterEach(() => vi.useRealTimers());

/** The chunks of a live feed, one by one. */
function reading(response: Response): { next(): Promise<string | undefined>; leave(): void } {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    next: async () => (await reader?.read())?.value,
    leave: () => void reader?.cancel(),
  };
}

async function collectGarbage(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function itemsIn(chunk = ""): FeedItem[] {
  return Array.from(chunk.matchAll(/^data: (.+)$/gm), ([, data = ""]) => JSON.parse(data));
}

function namesIn(chunk: string | undefined): string[] {
  return itemsIn(chunk).map(({ event }) => shortName(event));
}

describe("the live feed", () => {
  test("tells what happened, then what happens", async () => {
    const { ask, fetch } = inspected();
    await ask(QUESTION);

    const response = await fetch("/cache/api/events");
    const feed = reading(response);
    const chunks = [await feed.next(), await feed.next()];
    const next = feed.next();
    await ask(QUESTION);

    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(chunks[0]).toBe("retry: 2000\n\n");
    expect(namesIn(chunks[1])).toEqual(["miss:no-match", "write"]);
    expect(namesIn(await next)).toEqual(["hit:exact"]);
    feed.leave();
  });

  test("goes on where a connection broke", async () => {
    const { ask, get, fetch } = inspected();
    await ask(QUESTION);
    const { items } = await get<{ items: FeedItem[] }>("feed");
    await ask(QUESTION);

    const headers = { "last-event-id": String(items.at(-1)?.id) };
    const feed = reading(await fetch("/cache/api/events", { headers }));
    await feed.next();

    expect(namesIn(await feed.next())).toEqual(["hit:exact"]);
    feed.leave();
  });

  test.each(["from another life", "9007199254740991", "-3", ""])(
    "tells all it knows to who was last at %o",
    async (lastEventId) => {
      const { ask, fetch } = inspected();
      await ask(QUESTION);

      const headers = { "last-event-id": lastEventId };
      const feed = reading(await fetch("/cache/api/events", { headers }));
      await feed.next();

      expect(namesIn(await feed.next())).toEqual(["miss:no-match", "write"]);
      feed.leave();
    },
  );

  test("says every 15 seconds that it is still there", async () => {
    vi.useFakeTimers();
    const { fetch } = inspected();
    const feed = reading(await fetch("/cache/api/events"));
    await feed.next();

    const next = feed.next();
    await vi.advanceTimersByTimeAsync(15_000);

    expect(await next).toBe(": still here\n\n");
    feed.leave();
  });

  test("ends when its request is aborted", async () => {
    const gone = new AbortController();
    const { fetch } = inspected();
    const feed = reading(await fetch("/cache/api/events", { signal: gone.signal }));
    await feed.next();

    const next = feed.next();
    gone.abort();

    expect(await next).toBeUndefined();
  });

  test("ends when its request is aborted, also when nobody holds on to the request", async () => {
    const gone = new AbortController();
    const { fetch } = inspected();
    const feed = reading(await fetch("/cache/api/events", { signal: gone.signal }));
    await feed.next();

    const next = feed.next();
    await collectGarbage();
    gone.abort();

    expect(await next).toBeUndefined();
  });

  test("is refused to who comes when fifty listen, until one leaves", async () => {
    const { fetch } = inspected();
    const open = await Promise.all(Array.from({ length: 50 }, () => fetch("/cache/api/events")));

    const refused = await fetch("/cache/api/events");
    await open[7]?.body?.cancel();
    const allowed = await fetch("/cache/api/events");

    expect([refused.status, allowed.status]).toEqual([503, 200]);
    expect(await refused.json()).toMatchObject({ problem: "busy" });
    await Promise.all([...open, allowed].map(({ body }) => body?.locked || body?.cancel()));
  });

  test("who only asks for its headers takes no place", async () => {
    const { fetch } = inspected();
    for (let asked = 0; asked < 60; asked++) await fetch("/cache/api/events", { method: "HEAD" });

    const { status, body } = await fetch("/cache/api/events");

    expect(status).toBe(200);
    await body?.cancel();
  });

  test("leaves no timer behind when its reader leaves", async () => {
    vi.useFakeTimers();
    const reader = (await inspected().fetch("/cache/api/events")).body?.getReader();
    await reader?.read();
    const next = reader?.read();
    await vi.advanceTimersByTimeAsync(0);
    const waiting = vi.getTimerCount();

    await reader?.cancel();

    expect([waiting, vi.getTimerCount(), (await next)?.done]).toEqual([1, 0, true]);
  });

  test("piles nothing up for a reader that is slow: it is told of the latest thousand", async () => {
    const { ask, cache, fetch } = inspected();
    const { providerMetadata } = await ask(QUESTION);
    const feed = reading(await fetch("/cache/api/events"));
    const entryId = String(providerMetadata?.semanticCache?.entryId);
    for (let said = 0; said < 2_500; said++) await cache.feedback(entryId, { correct: true });

    const items: FeedItem[] = [];
    while (items.at(-1)?.event.type !== "feedback" || items.length < 900) {
      items.push(...itemsIn(await feed.next()));
    }

    expect(items.length).toBeLessThan(1_200);
    feed.leave();
  });
});
