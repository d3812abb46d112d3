import { describe, expect, test } from "vitest";
import { createSharedLog, type SharedLog } from "../../src/flight/shared-log.ts";

const ALL = ["a", "b", "c", "d"];

interface Watched {
  readonly log: SharedLog<string>;
  readonly pulls: () => number;
  readonly observed: string[];
  readonly ends: string[];
}

/** A log over four letters; with `failsAt` the source fails instead of giving that one. */
function watchedLog({ failsAt = -1 } = {}): Watched {
  let pulled = 0;
  const observed: string[] = [];
  const ends: string[] = [];
  const source = new ReadableStream<string>(
    {
      pull(controller) {
        if (pulled === failsAt) throw new Error("overloaded");
        const letter = ALL[pulled++];
        if (letter === undefined) controller.close();
        else controller.enqueue(letter);
      },
    },
    { highWaterMark: 0 },
  );
  const log = createSharedLog(source, {
    observe: (part) => void observed.push(part),
    onEnd: (how) => void ends.push(how),
  });
  return { log, pulls: () => pulled, observed, ends };
}

const same = (part: string): string => part;

describe("a shared log", () => {
  test("gives every reader everything, also who comes late, and reads the source once", async () => {
    const { log, observed, ends } = watchedLog();
    const early = log.read({ map: same }).getReader();
    await early.read();
    await early.read();

    const late = await Array.fromAsync(log.read({ map: same }));

    expect(late).toEqual(ALL);
    expect(await early.read()).toEqual({ done: false, value: "c" });
    expect(observed).toEqual(ALL);
    expect(ends).toEqual(["done"]);
  });

  test("reads no faster than its fastest reader", async () => {
    const { log, pulls } = watchedLog();
    const fast = log.read({ map: same }).getReader();
    log.read({ map: same });

    await fast.read();
    await fast.read();

    expect(pulls()).toBe(2);
  });

  test("fails for every reader once, each after what came before", async () => {
    const { log, ends } = watchedLog({ failsAt: 2 });
    const seen: string[][] = [[], []];
    const readers = seen.map(async (parts) => {
      for await (const part of log.read({ map: same })) parts.push(part);
    });

    const outcomes = await Promise.allSettled(readers);

    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(seen).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(ends).toEqual(["failed"]);
  });

  test("a reader that leaves, by cancel or by abort, ends alone", async () => {
    const { log, ends } = watchedLog();
    const how: string[] = [];
    const controller = new AbortController();
    const onEnd = (end: string): void => void how.push(end);
    const cancelled = log.read({ map: same, onEnd });
    const aborted = log.read({ map: same, onEnd, signal: controller.signal }).getReader();

    await cancelled.cancel();
    const waiting = aborted.read();
    controller.abort(new Error("gone"));

    await expect(aborted.closed).rejects.toThrow("gone");
    await waiting.catch(() => {});
    expect(await Array.fromAsync(log.read({ map: same }))).toEqual(ALL);
    expect(how).toEqual(["left", "left"]);
    expect(ends).toEqual(["done"]);
  });

  test("a reader may see other parts than the rest, and fewer", async () => {
    const { log } = watchedLog();

    const seen = log.read({ map: (part) => (part === "b" ? undefined : part.toUpperCase()) });

    expect(await Array.fromAsync(seen)).toEqual(["A", "C", "D"]);
  });
});

/** A source without an end, and how far it was read. */
function endless(): {
  readonly log: SharedLog<number>;
  readonly pulls: () => number;
  readonly left: () => boolean;
} {
  let pulled = 0;
  let isLeft = false;
  const source = new ReadableStream<number>(
    {
      pull: (controller) => {
        if (pulled > 10_000) controller.close();
        else controller.enqueue(pulled++);
      },
      cancel() {
        isLeft = true;
      },
    },
    { highWaterMark: 0 },
  );
  const log = createSharedLog(source, { observe: () => {}, onEnd: () => {} });
  return { log, pulls: () => pulled, left: () => isLeft };
}

describe("a sealed log", () => {
  test("is read by nobody who only needs what it came to: a slow reader would hold it all", async () => {
    const { log, pulls } = endless();
    const slow = log.read({ map: (part) => part }).getReader();
    await slow.read();

    log.seal();
    await log.drain();

    expect(pulls()).toBeLessThan(10);
    expect(await slow.read()).toEqual({ done: false, value: 1 });
  });

  test.each(["before", "after"])(
    "has its source left, once nobody reads: %s it is sealed",
    async (when) => {
      const { log, left } = endless();
      const reader = log.read({ map: (part) => part }).getReader();
      await reader.read();

      if (when === "before") await reader.cancel();
      log.seal();
      if (when === "after") await reader.cancel();

      expect(left()).toBe(true);
    },
  );
});
