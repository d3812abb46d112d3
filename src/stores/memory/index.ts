import { SemanticCacheError } from "../../errors.ts";
import { lazy } from "../../lazy.ts";
import type { CacheStore, MaybePromise, StoreChange } from "../../store.ts";
import type { MemoryEntries, MemoryRules } from "./entries.ts";

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** Most entries that are held. @default 10000 */
  readonly maxEntries?: number | undefined;
  /** Most memory the entries take, in bytes (estimated). @default 268435456 (256 MB) */
  readonly maxBytes?: number | undefined;
  /**
   * How entries are found. `"sketch"` compares sketches of 32 bytes, then the vectors of those that are near;
   * `"exact"` compares every vector of the scope. @default "sketch"
   */
  readonly search?: "sketch" | "exact" | undefined;
  /**
   * How vectors are kept. `"float32"`: as they came. `"int8"`: in a quarter of the memory; similarities are
   * off by about 0.001, and vectors that are read again are not quite those that were written.
   * @default "float32"
   */
  readonly precision?: "float32" | "int8" | undefined;
}

/**
 * A store in the memory of the process: least recently used entries leave first when it is full. What it
 * holds is gone when the process ends, and other processes do not see it.
 *
 * @throws SemanticCacheError `invalid-options` when a bound is not a positive number, or a word is unknown.
 */
export function memoryStore(options: MemoryStoreOptions = {}): CacheStore {
  const rules: MemoryRules = {
    maxEntries: positive("maxEntries", options.maxEntries ?? 10_000),
    maxBytes: positive("maxBytes", options.maxBytes ?? 268_435_456),
    search: oneOf("search", ["sketch", "exact"], options.search),
    precision: oneOf("precision", ["float32", "int8"], options.precision),
  };
  const listeners = new Set<(change: StoreChange) => void>();
  let loaded: MemoryEntries | undefined;
  // Importing the package loads no more of it than this.
  const load = lazy(async () => {
    const { createEntries } = await import("./entries.ts");
    loaded ??= createEntries(rules, (change) => {
      for (const listener of listeners) listener(change);
    });
    return loaded;
  });

  function ask<Method extends keyof MemoryEntries>(
    method: Method,
  ): (
    ...args: Parameters<MemoryEntries[Method]>
  ) => MaybePromise<ReturnType<MemoryEntries[Method]>> {
    const call = (entries: MemoryEntries, args: Parameters<MemoryEntries[Method]>) =>
      (entries[method] as (...asked: typeof args) => ReturnType<MemoryEntries[Method]>)(...args);
    return (...args) =>
      loaded ? call(loaded, args) : Promise.resolve(load()).then((entries) => call(entries, args));
  }

  return {
    specificationVersion: "v1",
    name: "memory",
    capabilities: {
      search: rules.search === "exact" ? "exact" : "approximate",
      expiry: "milliseconds",
      consistency: "immediate",
      shared: false,
    },
    load,
    get: ask("get"),
    search: ask("search"),
    set: ask("set"),
    delete: ask("delete"),
    size: ask("size"),
    async *entries(filter) {
      yield* (await load()).entries(filter);
    },
    getAlias: ask("getAlias"),
    setAlias: ask("setAlias"),
    touch: ask("touch"),
    changes(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function positive(name: string, value: number): number {
  if (typeof value === "number" && value > 0) return value;
  throw refused(name, "a positive number", value);
}

/** One of some words, the first when there is none. */
function oneOf<Word extends string>(
  name: string,
  words: readonly [Word, ...Word[]],
  value: Word | undefined,
): Word {
  if (value === undefined || words.includes(value)) return value ?? words[0];
  throw refused(name, words.map((word) => `"${word}"`).join(" or "), value);
}

function refused(name: string, expected: string, value: unknown): SemanticCacheError {
  return new SemanticCacheError(
    "invalid-options",
    `memoryStore: ${name} must be ${expected}; got ${JSON.stringify(value)}.`,
  );
}
