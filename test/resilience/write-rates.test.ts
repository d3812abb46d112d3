import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { cachedModel } from "../support/cached-model.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const later = (milliseconds: number): void => void vi.setSystemTime(Date.now() + milliseconds);

/** What a call of somebody says of itself. */
const as = (namespace: string, scope: string) => ({
  providerOptions: { semanticCache: { namespace, scope } },
});

/** How many of the questions were stored. */
function opened(writesPerMinute: number) {
  const { ask, path, ...rest } = cachedModel({
    embeddingModel: null,
    limits: { writesPerMinute },
  });
  let asked = 0;
  return {
    ...rest,
    async flood(times: number, call: object = {}): Promise<string[]> {
      const before = path().length;
      for (let at = 0; at < times; at++) await ask({ prompt: `Question ${asked++}?`, ...call });
      return path()
        .slice(before)
        .filter((step) => !step.startsWith("miss"));
    },
  };
}

test("a caller stores so many at once, and as many again over a minute", async () => {
  const { flood } = opened(3);

  const atOnce = await flood(5);
  later(20_000);
  const aThirdLater = await flood(2);
  later(600_000);
  const muchLater = await flood(4);

  const [stored, refused] = ["write", "not-stored:rate-limited"];
  expect(atOnce).toEqual([stored, stored, stored, refused, refused]);
  expect(aThirdLater).toEqual([stored, refused]);
  expect(muchLater).toEqual([stored, stored, stored, refused]);
});

test("what one caller stores takes nothing from another, of another scope or namespace", async () => {
  const { flood } = opened(1);
  await flood(3, as("acme", "mallory"));

  const others = [
    await flood(1, as("acme", "ada")),
    await flood(1, as("globex", "mallory")),
    await flood(1),
  ];

  expect(others).toEqual([["write"], ["write"], ["write"]]);
});

test("less than one a minute is one at a time", async () => {
  const { flood } = opened(0.5);

  const first = await flood(2);
  later(120_000);
  const next = await flood(2);

  expect([first, next]).toEqual([
    ["write", "not-stored:rate-limited"],
    ["write", "not-stored:rate-limited"],
  ]);
});

test("a clock that goes back takes nothing away", async () => {
  const { flood } = opened(2);
  await flood(1);
  later(-3_600_000);

  expect(await flood(2)).toEqual(["write", "not-stored:rate-limited"]);
});

test("hits, and what is warmed, do not count", async () => {
  const { ask, cache, inner, path } = cachedModel({
    store: memoryStore(),
    limits: { writesPerMinute: 1 },
  });

  const report = await cache.warm(["One?", "Two?", "Three?"], inner);
  await ask("One?");
  await ask("Is the shop open on Sundays?");

  expect(report.stored).toBe(3);
  expect(path().slice(-3)).toEqual(["hit:exact", "miss:no-match", "write"]);
});
