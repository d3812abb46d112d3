import { beforeEach, describe, expect, test, vi } from "vitest";
import { cachedModel } from "../support/cached-model.ts";
import { describeEveryStore } from "./support/every-store.ts";
import { reportInputs } from "./support/report-inputs.ts";

const QUESTION = "How do I reset my password?";
const HOUR = 3_600_000;

describe("S22 nothing is kept for ever unless somebody says so, and anybody can be forgotten", () => {
  describe("by the clock", () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["Date"] });
      return () => void vi.useRealTimers();
    });
    const later = (milliseconds: number): void => void vi.setSystemTime(Date.now() + milliseconds);

    test.each([
      [24 * HOUR - 1, "hit:exact"],
      [24 * HOUR, "write"],
      [24 * HOUR + 1, "write"],
    ])("without an option an answer ends after 24 hours: after %i ms", async (age, last) => {
      const { ask, path } = cachedModel();
      await ask(QUESTION);

      later(age);
      await ask(QUESTION);

      expect(path().at(-1)).toBe(last);
      reportInputs("S22", 1, "ages around a limit");
    });

    test.each([
      [HOUR, "hit:exact"],
      [HOUR + 1, "write"],
    ])(
      "a greatest age is kept to on reading, whatever was written: after %i ms",
      async (age, last) => {
        const { ask, path } = cachedModel({ ttl: "30d", maxAge: "1h" });
        await ask(QUESTION);

        later(age);
        await ask(QUESTION);

        expect(path().at(-1)).toBe(last);
        reportInputs("S22", 1, "ages around a limit");
      },
    );

    test("one call can want a younger answer than the others", async () => {
      const { ask, path } = cachedModel();
      await ask(QUESTION);
      later(HOUR + 1);

      await ask({ prompt: QUESTION, providerOptions: { semanticCache: { maxAge: "1h" } } });

      expect(path().at(-1)).toBe("write");
    });

    test("an answer from the future is no answer for ever", async () => {
      const { ask, path } = cachedModel({ maxAge: "1h" });
      later(48 * HOUR);
      await ask(QUESTION);
      later(-47 * HOUR);

      await ask(QUESTION);
      later(72 * HOUR);
      await ask(QUESTION);

      expect(path().at(-1)).toBe("write");
    });
  });

  describeEveryStore((open) => {
    test("one user can be forgotten, by tag: their answers and conversations, nobody else's", async () => {
      const { ask, cache } = cachedModel({
        store: await open(),
        timeouts: { get: "10s", search: "10s", write: "10s" },
      });
      const askAs = async (user: string): Promise<void> => {
        const semanticCache = { scope: user, tags: [`user:${user}`] };
        await ask({ prompt: QUESTION, providerOptions: { semanticCache } });
        await ask({ prompt: "What is my plan?", providerOptions: { semanticCache } });
      };
      await askAs("ada");
      await askAs("ben");

      const receipt = await cache.invalidate({ tag: "user:ada" });

      expect(receipt).toMatchObject({ entries: 2, dryRun: false, at: expect.any(String) });
      const left = await Array.fromAsync(cache.entries());
      expect(left.map(({ query }) => query).sort()).toEqual([QUESTION, "What is my plan?"]);
      expect((await cache.invalidate({ tag: "user:ada" })).entries).toBe(0);
      reportInputs("S22", 2, "entries of a user erased, all stores together");
    });
  });
});
