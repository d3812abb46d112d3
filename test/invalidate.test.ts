import { beforeEach, describe, expect, test, vi } from "vitest";
import type { InvalidateFilter, SemanticCacheOptions } from "../src/index.ts";
import { type CachedModel, cachedModel } from "./support/cached-model.ts";

const PASSWORD = "How do I reset my password?";
const PARCEL = "Where is my parcel?";
const DAY = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-01T12:00:00Z") });
  return () => void vi.useRealTimers();
});

type Own = Record<string, string | string[] | { id: string; version: string }[]>;

/** Asks with something to say to the cache. */
function tell({ ask }: CachedModel, prompt: string, semanticCache: Own): ReturnType<typeof ask> {
  return ask({ prompt, providerOptions: { semanticCache } });
}

/** A day-old answer about passwords and a new one about parcels, of two tenants. */
async function twoAnswers(options: SemanticCacheOptions = {}): Promise<CachedModel> {
  const cached = cachedModel({ ttl: "7d", ...options });
  const help = [{ id: "help", version: "1" }];
  await tell(cached, PASSWORD, { namespace: "a", tags: ["account"], dependsOn: help });
  vi.setSystemTime(Date.now() + DAY);
  await tell(cached, PARCEL, { namespace: "b", tags: ["order", "status"] });
  return cached;
}

async function questions({ cache, ask }: CachedModel): Promise<string[]> {
  void ask;
  const left: string[] = [];
  const predicate = ({ query }: { query: string | undefined }): boolean => {
    left.push(query ?? "");
    return false;
  };
  await cache.invalidate({ predicate });
  return left;
}

const FILTERS: [what: string, filter: InvalidateFilter, gone: string[]][] = [
  ["a namespace", { namespace: "a" }, [PASSWORD]],
  ["a tag", { tag: "status" }, [PARCEL]],
  ["any of some tags", { tag: ["account", "order"] }, [PASSWORD, PARCEL]],
  ["a model", { model: "mock-provider/mock-model-id" }, [PASSWORD, PARCEL]],
  ["a document", { source: "help" }, [PASSWORD]],
  ["a version of a document", { source: { id: "help", version: "1" } }, [PASSWORD]],
  ["another version of it", { source: { id: "help", version: "2" } }, []],
  ["words of the question", { query: "PASSWORD" }, [PASSWORD]],
  ["a pattern of the question", { query: /^where/i }, [PARCEL]],
  ["a global pattern, too", { query: /my/g }, [PASSWORD, PARCEL]],
  ["its age", { olderThan: "12h" }, [PASSWORD]],
  ["a moment", { olderThan: new Date("2026-03-02T00:00:00Z") }, [PASSWORD]],
  ["a rule", { predicate: ({ namespace }) => namespace === "b" }, [PARCEL]],
  ["several of these at once", { tag: "order", namespace: "a" }, []],
];

describe("invalidate removes exactly what is named by", () => {
  test.each(FILTERS)("%s", async (_what, filter, gone) => {
    const cached = await twoAnswers();

    const counted = await cached.cache.invalidate(filter, { dryRun: true });
    const untouched = await questions(cached);
    const receipt = await cached.cache.invalidate(filter);

    expect([counted.entries, receipt.entries]).toEqual([gone.length, gone.length]);
    expect(untouched).toHaveLength(2);
    expect((await questions(cached)).sort()).toEqual(
      [PASSWORD, PARCEL].filter((question) => !gone.includes(question)).sort(),
    );
  });

  test("an entry, by the id its hit or its event told", async () => {
    const cached = await twoAnswers();
    const [, write] = cached.events;
    const entryId = Reflect.get(write ?? {}, "entryId");

    await cached.cache.invalidate({ entryId });

    expect(await questions(cached)).toEqual([PARCEL]);
  });

  test("a key, as events name it", async () => {
    const cached = await twoAnswers();
    const key = Reflect.get(cached.events[1] ?? {}, "key");

    const { entryIds } = await cached.cache.invalidate({ key });

    expect(entryIds).toHaveLength(1);
    expect(await questions(cached)).toEqual([PARCEL]);
  });
});

test("a receipt says what was removed, where and when", async () => {
  const { cache } = await twoAnswers();

  const receipt = await cache.invalidate({ namespace: "a" });

  expect(receipt).toEqual({
    entries: 1,
    inFlight: 0,
    dryRun: false,
    store: "memory",
    at: "2026-03-02T12:00:00.000Z",
  });
});

test.each([
  [{}, "invalidate needs at least one field; clear() removes everything."],
  [{ namespace: undefined }, "invalidate needs at least one field; clear() removes everything."],
  [
    { tags: ["a"] },
    'invalidate knows entryId, key, namespace, model, tag, source, query, olderThan, predicate; got "tags".',
  ],
])(
  "a filter like %j is refused: it must not remove everything by mistake",
  async (filter, message) => {
    const { cache } = await twoAnswers();

    await expect(cache.invalidate(filter as InvalidateFilter)).rejects.toThrow(message);
  },
);

describe("an answer dies with the version of the document it was made from", () => {
  const using = (version: string): Own => ({ dependsOn: [{ id: "help", version }] });

  test.each([PASSWORD, "How can I reset my password?"])("%s", async (asked) => {
    const cached = cachedModel({ threshold: 0.6 });
    await tell(cached, PASSWORD, using("1"));

    await tell(cached, asked, using("1"));
    await tell(cached, asked, using("2"));

    expect(cached.path().at(2)).toMatch("hit");
    expect(cached.path().at(3)).toMatch("miss");
  });
});

describe("an old answer cannot refill a cleared cache", () => {
  test.each<[string, (cached: CachedModel) => Promise<unknown>]>([
    ["clear", ({ cache }) => cache.clear()],
    ["clear of its namespace", ({ cache }) => cache.clear({ namespace: "a" })],
    ["invalidate by tag", ({ cache }) => cache.invalidate({ tag: "account" })],
    ["invalidate by question", ({ cache }) => cache.invalidate({ query: /password/ })],
  ])("%s while it is made", async (_how, clear) => {
    const cached = cachedModel();
    const { doGenerate } = cached.inner;
    cached.inner.doGenerate = async (options) => {
      await clear(cached);
      return doGenerate(options);
    };

    await tell(cached, PASSWORD, { namespace: "a", tags: ["account"] });

    expect(cached.path()).toEqual(["miss:no-match", "not-stored:invalidated"]);
    expect(await cached.cache.size()).toMatchObject({ entries: 0 });
  });

  test("what is not meant is stored all the same", async () => {
    const cached = cachedModel();
    const { doGenerate } = cached.inner;
    cached.inner.doGenerate = async (options) => {
      await cached.cache.invalidate({ namespace: "b" });
      return doGenerate(options);
    };

    await tell(cached, PASSWORD, { namespace: "a" });

    expect(cached.path()).toEqual(["miss:no-match", "write"]);
  });
});

test("tags and sources of the option and of the call add up", async () => {
  const cached = cachedModel({ tags: ["app"], dependsOn: () => ["handbook"] });
  await tell(cached, PASSWORD, { tags: ["account"] });

  const counts = await Promise.all(
    [{ tag: "app" }, { tag: "account" }, { source: "handbook" }].map((filter) =>
      cached.cache.invalidate(filter, { dryRun: true }),
    ),
  );

  expect(counts.map(({ entries }) => entries)).toEqual([1, 1, 1]);
});
