import { afterEach, describe, expect, test, vi } from "vitest";
import { type CacheEvent, memoryStore, type StoredEntry } from "../src/index.ts";
import { chaosStore } from "../src/testing/index.ts";
import { cachedModel } from "./support/cached-model.ts";

const HOUR = 3_600_000;
const NOWHERE = `${"0".repeat(64)}.${"1".repeat(64)}`;

afterEach(() => {
  vi.useRealTimers();
});

describe("entries()", () => {
  test("shows what is stored: question, answer, model, times", async () => {
    const { ask, cache } = cachedModel({ ttl: "1h", namespace: "shop" });
    await ask("Which colours are there?");

    const [entry] = await Array.fromAsync(cache.entries());

    expect(entry).toMatchObject({
      query: "Which colours are there?",
      answer: "answer 1",
      namespace: "shop",
      model: "mock-provider/mock-model-id",
      pinned: false,
      observations: 0,
    });
    expect((entry?.staleAt ?? 0) - (entry?.createdAt ?? 0)).toBe(HOUR);
  });

  test("takes the filters of invalidate()", async () => {
    const { ask, cache } = cachedModel();
    await ask("Which colours are there?");
    const semanticCache = { tags: ["prices"] };
    await ask({ prompt: "What does the red one cost?", providerOptions: { semanticCache } });

    const byTag = await Array.fromAsync(cache.entries({ tag: "prices" }));
    const byQuery = await Array.fromAsync(cache.entries({ query: /colours/ }));

    expect(byTag.map(({ query }) => query)).toEqual(["What does the red one cost?"]);
    expect(byQuery.map(({ query }) => query)).toEqual(["Which colours are there?"]);
  });

  test.each([
    [{ tags: "prices" }, "entries knows entryId, key, namespace"],
    [{ olderThan: new Date("yesterday") }, "entries: olderThan must be"],
    [{ tag: 7 }, "entries: tag must be a text, or a list of texts; got number."],
  ])("refuses %j and says what it takes", async (filter, message) => {
    const { cache } = cachedModel();

    await expect(Array.fromAsync(cache.entries(filter as object))).rejects.toThrow(message);
  });
});

describe("subscribe()", () => {
  test("hears what onEvent hears, until it is ended", async () => {
    const { ask, cache, events } = cachedModel();
    const heard: CacheEvent[] = [];
    const end = cache.subscribe((event) => heard.push(event));

    await ask("Which colours are there?");
    end();
    await ask("Which colours are there?");

    expect(heard).toEqual(events.slice(0, 2));
    expect(events).toHaveLength(3);
  });

  test("a listener that begins again while it hears hears each event once", async () => {
    const { ask, cache } = cachedModel();
    const heard: string[] = [];
    let end = (): void => {};
    const begin = (): void => {
      end();
      end = cache.subscribe(({ type }) => {
        heard.push(type);
        if (heard.length < 10) begin();
      });
    };
    begin();

    await ask("Which colours are there?");

    expect(heard).toEqual(["miss", "write"]);
  });

  test("refuses what is no function", () => {
    const { cache } = cachedModel();

    expect(() => cache.subscribe(undefined as never)).toThrow("subscribe takes a function");
  });

  test("a listener that fails disturbs neither the call nor the others", async () => {
    const { ask, cache } = cachedModel();
    const heard: string[] = [];
    cache.subscribe(() => {
      throw new Error("broken");
    });
    cache.subscribe(async () => Promise.reject(new Error("broken later")));
    cache.subscribe(({ type }) => heard.push(type));

    const { text } = await ask("Which colours are there?");

    expect(text).toBe("answer 1");
    expect(heard).toEqual(["miss", "write"]);
  });
});

test("a predicate that is asynchronous and fails is a no, and nobody's unhandled rejection", async () => {
  const { ask, cache } = cachedModel();
  await ask("Which colours are there?");
  const predicate = (() => Promise.reject(new Error("broken"))) as unknown as () => boolean;

  expect(await Array.fromAsync(cache.entries({ predicate }))).toEqual([]);
  expect(await cache.invalidate({ predicate })).toMatchObject({ entries: 0 });
});

describe("pin()", () => {
  test("leaves alone what has no room for more, and says so", async () => {
    const memory = memoryStore();
    await cachedModel({ store: memory }).ask("Which colours are there?");
    const [stored] = await Array.fromAsync(memory.entries());
    const answerCharacters = (stored?.payload.length ?? 0) + 10;
    const { cache } = cachedModel({ store: memory, limits: { answerCharacters } });
    const [entry] = await Array.fromAsync(cache.entries());

    await expect(cache.pin(entry?.entryId ?? "")).rejects.toThrow("limits.answerCharacters");

    expect(await cache.size()).toMatchObject({ entries: 1 });
  });

  test("says that an entry is gone when it was removed meanwhile", async () => {
    const memory = memoryStore();
    const store = { ...memory, set: async (entry: StoredEntry) => memory.set(entry) };
    const { ask, cache } = cachedModel({ store });
    await ask("Which colours are there?");
    const [entry] = await Array.fromAsync(cache.entries());

    store.set = async (written) => {
      await cache.invalidate({ query: "colours" });
      return memory.set(written);
    };
    const { found } = await cache.pin(entry?.entryId ?? "");

    expect(found).toBe(false);
    expect(await cache.size()).toMatchObject({ entries: 0 });
  });

  test("keeps an answer beyond its lifetime, until it is unpinned", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { ask, cache, path } = cachedModel({ ttl: "1h" });
    await ask("Which colours are there?");
    const [entry] = await Array.fromAsync(cache.entries());
    const { entryId = "" } = entry ?? {};

    await cache.pin(entryId);
    vi.advanceTimersByTime(2 * HOUR);
    await ask("Which colours are there?");
    await cache.pin(entryId, false);
    await ask("Which colours are there?");

    const first = ["miss:no-match", "write", "hit:exact"];
    expect(path()).toEqual([...first, "evict", "miss:no-match", "write"]);
  });

  test("says whether the entry is there, and refuses what is no id", async () => {
    const { cache } = cachedModel();

    expect(await cache.pin(NOWHERE)).toEqual({ entryId: NOWHERE, pinned: true, found: false });
    await expect(cache.pin("the first one")).rejects.toThrow("pin: the entry must be named");
  });

  test("shows in entries(), twice pinned is unpinned to the first lifetime", async () => {
    const { ask, cache } = cachedModel({ ttl: "1h" });
    await ask("Which colours are there?");
    const [before] = await Array.fromAsync(cache.entries());
    const { entryId = "" } = before ?? {};

    await cache.pin(entryId);
    await cache.pin(entryId);
    const [pinned] = await Array.fromAsync(cache.entries());
    await cache.pin(entryId, false);
    const [after] = await Array.fromAsync(cache.entries());

    expect(pinned?.pinned).toBe(true);
    expect(after).toEqual(before);
  });
});

test("a miss names the entry that came nearest", async () => {
  const { ask, cache, events } = cachedModel();
  await ask("Which colours are there for 2 people?");
  const [entry] = await Array.fromAsync(cache.entries());

  await ask("Which colours are there for 3 people?");

  const miss = events.findLast(({ type }) => type === "miss");
  expect(miss).toMatchObject({ reason: "vetoed", nearest: entry?.entryId });
});

test.each(["wrong-scope", "nan-vector"] as const)(
  "a miss names no entry that a store should not have returned: %s",
  async (fault) => {
    const store = chaosStore(memoryStore());
    const { ask, events } = cachedModel({ store });
    await ask("Which colours are there for 2 people?");
    store.chaos.use({ methods: { search: () => fault } });

    await ask("Which colours are there for 3 people?");

    const miss = events.findLast(({ type }) => type === "miss");
    expect(miss).toMatchObject({ similarity: undefined, nearest: undefined });
  },
);
