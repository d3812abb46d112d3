import { afterEach, describe, expect, test, vi } from "vitest";
import { cachedModel } from "./support/cached-model.ts";

const HOUR = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

describe("neighbours()", () => {
  test("finds the nearest questions of all scopes, with what guards say of them", async () => {
    const { ask, cache } = cachedModel();
    await ask("Which colours are there?");
    await ask({ prompt: "Which colours are there for 2 people?", system: "Be brief." });

    const near = await cache.neighbours({ text: "Which colours are there for 3 people?" });

    expect(near.map(({ query }) => query)).toEqual([
      "Which colours are there for 2 people?",
      "Which colours are there?",
    ]);
    expect(near[0]?.verdict).toMatchObject({ accepted: false, reason: "vetoed" });
    expect(near[0]?.entry.answer).toBe("answer 2");
  });

  test("stays in the scope of an entry, and leaves the entry itself out", async () => {
    const { ask, cache } = cachedModel({ threshold: 0.99 });
    await ask("Which colours are there?");
    await ask("Which colours are there now?");
    await ask({ prompt: "Which colours are there?", system: "Be brief." });
    const [entry] = await Array.fromAsync(cache.entries({ query: "there now" }));

    const near = await cache.neighbours({ entryId: entry?.entryId });

    expect(near.map(({ query }) => query)).toEqual(["Which colours are there?"]);
  });

  test("looks for a text as the cache does: after its normalize rules", async () => {
    const normalize = (text: string): string => text.replace(/ please$/, "");
    const { ask, cache } = cachedModel({ normalize: [normalize] });
    await ask("Which colours are there please");

    const [near] = await cache.neighbours({ text: "Which colours are there please" });

    expect(near).toMatchObject({ query: "Which colours are there", verdict: { accepted: true } });
    expect(near?.similarity).toBeCloseTo(1);
  });

  test("has as many as there are, though what is nearer is over its time", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { ask, cache } = cachedModel({ ttl: "1h", maxAge: "90m", threshold: 0.99 });
    await ask("Which colours are there?");
    vi.advanceTimersByTime(HOUR);
    await ask("Which colours are there now?");

    const near = await cache.neighbours({ text: "Which colours are there?", limit: 1 });

    expect(near.map(({ query }) => query)).toEqual(["Which colours are there now?"]);
  });

  test("has none of another namespace than the one asked for", async () => {
    const { ask, cache } = cachedModel({ namespace: "shop" });
    await ask("Which colours are there?");
    const [entry] = await Array.fromAsync(cache.entries());
    const asked = { text: "Which colours are there?", entryId: entry?.entryId };

    const own = await cache.neighbours({ ...asked, namespace: "shop" });
    const other = await cache.neighbours({ ...asked, namespace: "office" });

    expect([own.length, other.length]).toEqual([1, 0]);
  });

  test.each([
    [{ text: "Which?", limit: -1 }, "neighbours: limit must be"],
    [{ text: "Which?", limit: Number.NaN }, "neighbours: limit must be"],
    [{ text: 7 }, "neighbours: text must be"],
    [{ entryId: "the first one" }, "neighbours: entryId must be"],
  ])("refuses %j and says what it takes", async (query, message) => {
    const { cache } = cachedModel();

    await expect(cache.neighbours(query as object)).rejects.toThrow(message);
  });

  test("has none where nothing is compared by meaning, and wants to know whose", async () => {
    const { ask, cache } = cachedModel({ embeddingModel: null });
    await ask("Which colours are there?");

    expect(await cache.neighbours({ text: "Which colours are there?" })).toEqual([]);
    await expect(cache.neighbours({})).rejects.toThrow("neighbours: give a text");
  });
});
