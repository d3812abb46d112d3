import { describe, expect, test } from "vitest";
import { type CacheStore, memoryStore, type StoredEntry } from "../../src/index.ts";
import { storeConformance } from "../../src/testing/index.ts";
import { type Connection, createEngine } from "./tiered-engine.ts";

type Broken = (store: CacheStore) => Partial<CacheStore>;

/** A store that changes what it is given. */
const changing =
  (change: (entry: StoredEntry) => StoredEntry): Broken =>
  (store) => ({ set: (entry) => store.set(change(entry)) });

const decoder = new TextDecoder();
const withoutMark = (text: string): string => decoder.decode(new TextEncoder().encode(text));

const BROKEN: readonly (readonly [what: string, broken: Broken, noticed: RegExp])[] = [
  [
    "swallows a byte order mark",
    changing((entry) => ({ ...entry, payload: withoutMark(entry.payload) })),
    /byte for byte/,
  ],
  ["forgets tags", changing((entry) => ({ ...entry, tags: [] })), /byte for byte/],
  ["forgets sources", changing((entry) => ({ ...entry, sources: [] })), /byte for byte/],
  ["rounds times", changing((entry) => ({ ...entry, createdAt: 0 })), /byte for byte/],
  ["lets entries live on", changing((entry) => ({ ...entry, expiresAt: 9e15 })), /time has come/],
  [
    "makes up a vector",
    changing((entry) => ({ vector: Float32Array.of(1, 0, 0, 0), ...entry, space: "c" })),
    /byte for byte/,
  ],
  [
    "keeps the vector of what it replaces",
    (store) => ({
      set(entry) {
        const before = store.get({ scope: entry.scope, keys: [entry.key] }) as StoredEntry;
        const { vector, space } = entry.vector ? entry : { ...before };
        return store.set({ ...entry, vector, space });
      },
    }),
    /without a vector/,
  ],
  [
    "returns 64 matches at most",
    (store) => ({
      search: (query) => store.search({ ...query, limit: Math.min(query.limit, 64) }),
    }),
    /among a hundred/,
  ],
  [
    "looks at 64 candidates only",
    (store) => ({
      async search(query) {
        const some = (await Array.fromAsync(store.entries())).slice(0, 64).map(({ key }) => key);
        const matches = await store.search({ ...query, limit: 1_000 });
        return matches.filter(({ entry }) => some.includes(entry.key)).slice(0, query.limit);
      },
    }),
    /among a hundred/,
  ],
  [
    "keeps every alias",
    (store) => ({ setAlias: (alias) => store.setAlias({ ...alias, expiresAt: 9e15 }) }),
    /alias/,
  ],
  [
    "removes aliases whatever the filter",
    (store) => ({
      delete(filter, options) {
        if (!options?.dryRun) store.delete({ namespace: filter.namespace });
        return store.delete(filter, options);
      },
    }),
    /aliases|delete removes/,
  ],
];

describe("the suite notices a store that", () => {
  test.each(BROKEN)("%s", async (_what, broken, noticed) => {
    const failed = await failures(() => {
      const store = memoryStore({ search: "exact" });
      return { ...store, ...broken(store) };
    });

    expect(failed.join("\n")).toMatch(noticed);
  });
});

describe("with a second process the suite notices a store that", () => {
  type Change = (connection: Connection) => CacheStore;
  const quiet: Change = ({ store }) => ({ ...store, invalidations: () => () => {} });
  const deaf: Change = ({ store }) => ({
    ...store,
    invalidations: (listener) => {
      store.invalidations?.(listener);
      return () => {};
    },
  });
  const talkative: Change = ({ store }) => {
    const listeners = new Set<Parameters<NonNullable<CacheStore["invalidations"]>>[0]>();
    return {
      ...store,
      async set(entry) {
        await store.set(entry);
        for (const listener of listeners) listener({ entries: [entry] });
      },
      invalidations(listener) {
        listeners.add(listener);
        return store.invalidations?.(listener) ?? (() => {});
      },
    };
  };

  test.each([
    ["tells no news", quiet, /hears of what another/],
    ["cannot be told to stop", deaf, /until it listens no more/],
    ["tells its own changes", talkative, /no news to it/],
    ["has data of its own", () => memoryStore(), /what one process writes/],
  ] as const)("%s", async (_what, change, noticed) => {
    let engine = createEngine();
    const createStore = (): CacheStore => {
      engine = createEngine();
      return change(engine.connect());
    };

    const createPeer = (): CacheStore => change(engine.connect());
    const failed = await failures(createStore, { createPeer, settleMs: 100 });

    expect(failed.join("\n")).toMatch(noticed);
  });
});

/** Names of the cases that fail. All run at once: each has a store of its own. */
async function failures(...suite: Parameters<typeof storeConformance>): Promise<string[]> {
  const results = storeConformance(...suite).map(({ name, run }) =>
    run().then(
      () => [],
      () => [name],
    ),
  );
  return (await Promise.all(results)).flat();
}
