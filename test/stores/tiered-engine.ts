import {
  type CacheStore,
  type Invalidation,
  memoryStore,
  type StoredEntry,
} from "../../src/index.ts";

/** One engine as several processes see it. */
export interface Engine {
  /** The view of one more process. */
  connect(): Connection;
}

/** What one process has: a store, what it was asked, and the ways it can be treated. */
export interface Connection {
  readonly store: CacheStore;
  /** Names of the methods that were called. */
  readonly asked: string[];
  /** From now on every method fails, hangs, or works again. */
  become(state: "up" | "down" | "silent"): void;
  /** Holds back what `get` and `search` found until the returned function is called. */
  hold(): () => void;
  isClosed(): boolean;
  listeners(): number;
}

type Listener = (news: Invalidation) => void;

/** An {@link Engine} in memory; with `tells`, each process hears of what others replace and remove. */
export function createEngine({ tells = true }: { tells?: boolean } = {}): Engine {
  const memory = memoryStore();
  const listeners = new Set<{ readonly owner: object; readonly listener: Listener }>();

  function tell(owner: object, news: Invalidation): void {
    for (const each of listeners) if (each.owner !== owner) each.listener(news);
  }

  function connect(): Connection {
    const owner = {};
    const asked: string[] = [];
    let state = "up";
    let held: Promise<void> = Promise.resolve();
    let isClosed = false;

    async function ask<T>(name: string, work: () => T): Promise<Awaited<T>> {
      asked.push(name);
      if (state === "down") throw new Error("connection refused");
      if (state === "silent") await new Promise(() => {});
      const result = await work();
      if (name === "get" || name === "search") await held;
      return result;
    }

    const store: CacheStore = {
      ...memory,
      capabilities: { ...memory.capabilities, shared: true },
      get: (query) => ask("get", () => memory.get(query)),
      search: (query) => ask("search", () => memory.search(query)),
      set: (entry) =>
        ask("set", async () => {
          await memory.set(entry); // a promise as long as the memory store is not loaded
          tell(owner, { entries: [{ scope: entry.scope, key: entry.key }] });
        }),
      delete: (filter, options) =>
        ask("delete", () => {
          const count = memory.delete(filter, options);
          tell(owner, filter.entries ? { entries: filter.entries } : {});
          return count;
        }),
      getAlias: (alias) => ask("getAlias", () => memory.getAlias(alias)),
      setAlias: (alias) => ask("setAlias", () => memory.setAlias(alias)),
      touch: (address) => ask("touch", () => memory.touch?.(address)),
      ...(tells && {
        invalidations(listener: Listener) {
          const subscription = { owner, listener };
          listeners.add(subscription);
          return () => void listeners.delete(subscription);
        },
      }),
      close() {
        isClosed = true;
      },
    };

    return {
      store,
      asked,
      become(next) {
        state = next;
      },
      hold() {
        const { promise, resolve } = Promise.withResolvers<void>();
        held = promise;
        return resolve;
      },
      isClosed: () => isClosed,
      listeners: () => [...listeners].filter((each) => each.owner === owner).length,
    };
  }

  return { connect };
}

/** An entry at `key`, one hour from its end. */
export function entryAt(key: string, fields: Partial<StoredEntry> = {}): StoredEntry {
  const createdAt = Date.now();
  return {
    scope: "5c0be",
    key,
    namespace: "a",
    model: "b",
    tags: [],
    sources: [],
    space: "c",
    vector: Float32Array.of(1, 0),
    createdAt,
    staleAt: createdAt + 3_600_000,
    expiresAt: createdAt + 3_600_000,
    payload: `answer of ${key}`,
    ...fields,
  };
}
