import { afterEach, describe, expect, test, vi } from "vitest";
import type { CacheEvent, Duration } from "../../src/index.ts";
import { describeEveryStore } from "../support/every-store.ts";
import { expectRight, oracleDesk } from "../support/oracle-desk.ts";
import { question } from "./support/oracle-model.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const YEAR = 365 * 24 * HOUR;

interface Story {
  /** How far the clock of the writer is ahead of the engine's. */
  readonly writerAt: number;
  readonly readerAt: number;
  readonly ttl: Duration;
  readonly isServed: boolean;
}

const STORIES: Readonly<Record<string, Story>> = {
  "two that agree": { writerAt: 0, readerAt: 599 * SECOND, ttl: "10m", isServed: true },
  "two that agree, at its end": {
    writerAt: 0,
    readerAt: 600 * SECOND,
    ttl: "10m",
    isServed: false,
  },
  "a writer an hour ahead": { writerAt: HOUR, readerAt: 0, ttl: "10m", isServed: true },
  "a writer an hour ahead, after lifetime and skew": {
    ...{ writerAt: HOUR, readerAt: HOUR + 600 * SECOND, ttl: "10m", isServed: false },
  },
  "a writer an hour behind": { writerAt: -HOUR, readerAt: 0, ttl: "10m", isServed: false },
  "a clock that jumps back an hour": { writerAt: 0, readerAt: -HOUR, ttl: "10m", isServed: true },
  "no lifetime at all": { writerAt: 0, readerAt: 0, ttl: 0, isServed: false },
  "a lifetime for ever": {
    ...{ writerAt: 0, readerAt: 50 * YEAR, ttl: Number.POSITIVE_INFINITY, isServed: true },
  },
};

afterEach(() => void vi.useRealTimers());

describeEveryStore(({ name, open }) => {
  describe.each(["generate", "stream"] as const)("%s", (operation) => {
    test.for(Object.entries(STORIES))(
      "F8 no answer outlives lifetime and skew, and none has a negative age: %s",
      async ([, { writerAt, readerAt, ttl, isServed }], context) => {
        const { store, peer } = await open();
        const now = Date.now();
        vi.useFakeTimers({ toFake: ["Date"], now: now + writerAt });
        const answers = [await oracleDesk({ store, ttl }).ask(operation, question("harbour"))];
        const reader = oracleDesk({ store: await peer(), mode: "read-only" });
        const hits: (CacheEvent & { type: "hit" })[] = [];
        reader.cache.subscribe((event) => void (event.type === "hit" && hits.push(event)));

        vi.setSystemTime(now + readerAt);
        answers.push(await reader.ask(operation, question("harbour")));
        answers.push(await reader.ask(operation, question("harbour", 1)));

        expectRight(context, { fault: "F8", store: name, operation }, answers);
        const served = isServed ? ["exact", "semantic"] : [];
        // What an index shows late is shown by the clock of its stand-in, which is turned here too.
        const isLate = isServed && store.capabilities.consistency === "eventual";
        if (!isLate) expect(hits.map(({ kind }) => kind)).toEqual(served);
        expect(hits.every(({ ageMs }) => ageMs >= 0)).toBe(true);
      },
    );
  });
});
