import { describe, expect, test, vi } from "vitest";
import { withCache } from "../src/index.ts";
import { cachedModel } from "./support/cached-model.ts";

const QUESTION = "How do I reset my password?";

describe("withCache", () => {
  test("its options hold for every call inside, and for none outside", async () => {
    const { ask, path } = cachedModel();
    await ask(QUESTION);

    await withCache({ namespace: "tenant" }, () => ask(QUESTION));
    await withCache({ cache: "no-store" }, () => ask(QUESTION));
    await ask(QUESTION);

    expect(path()).toEqual([
      ...["miss:no-match", "write"],
      ...["miss:no-match", "write"],
      "bypass:no-store",
      "hit:exact",
    ]);
  });

  test("two blocks at once do not mix, neither options nor stats", async () => {
    const { ask } = cachedModel();
    const block = (namespace: string, times: number): Promise<unknown> =>
      withCache({ namespace }, async ({ stats }) => {
        for (let time = 0; time < times; time++) await ask(QUESTION);
        const { hits, misses, writes } = stats();
        return { hits: hits.exact, misses: misses["no-match"], writes };
      });

    const seen = await Promise.all([block("a", 2), block("b", 5)]);

    expect(seen).toEqual([
      { hits: 1, misses: 1, writes: 1 },
      { hits: 4, misses: 1, writes: 1 },
    ]);
  });

  test("what a call says itself wins; tags add up, also over nested blocks", async () => {
    const { ask, cache, events } = cachedModel();
    const semanticCache = { namespace: "call", tags: ["call"] };

    await withCache({ namespace: "outer", tags: ["outer"], ttl: "1m" }, () =>
      withCache({ tags: ["inner"] }, () =>
        ask({ prompt: QUESTION, providerOptions: { semanticCache } }),
      ),
    );

    expect(events[0]).toMatchObject({ namespace: "call" });
    for (const tag of ["outer", "inner", "call"]) {
      expect((await cache.invalidate({ tag }, { dryRun: true })).entries, tag).toBe(1);
    }
  });

  test("a block counts what its inner blocks do, not the other way round", async () => {
    const { ask } = cachedModel();

    await withCache({}, async (outer) => {
      await ask(QUESTION);
      await withCache({}, async (inner) => {
        await ask(QUESTION);
        expect(inner.stats().requests).toBe(1);
      });
      expect(outer.stats().requests).toBe(2);
    });
  });

  test("gives back what the work gives back, and throws what it throws", async () => {
    expect(await withCache({}, () => 5)).toBe(5);
    await expect(withCache({}, () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
  });

  test("options it does not know are refused before any work is done", async () => {
    const work = vi.fn();

    const block = withCache({ namespce: "a" } as never, work);

    await expect(block).rejects.toThrow("knows cache, namespace");
    expect(work).not.toHaveBeenCalled();
  });
});

test("where the runtime has no AsyncLocalStorage it says so, and what to do", async () => {
  vi.stubGlobal("process", {});
  Reflect.deleteProperty(globalThis, Symbol.for("ai-sdk-semantic-cache.blocks"));

  const block = withCache({ namespace: "a" }, () => "work");

  await expect(block).rejects.toThrow("Pass the options with each call");
  vi.unstubAllGlobals();
});
