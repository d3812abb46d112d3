import { builtinModule } from "./builtin-module.ts";
import { SemanticCacheError } from "./errors.ts";
import type { CacheStats, StatsCollector, StatsOptions } from "./observe/stats.ts";
import { readDirectives, type SemanticCacheCallOptions } from "./request/directives.ts";
import type { MaybePromise } from "./store.ts";

/** A block of code under {@link withCache}. */
export interface CacheBlock {
  /** What caches did for the calls of this block, and of no other. */
  stats(options?: StatsOptions): CacheStats;
}

interface Block {
  readonly options: SemanticCacheCallOptions;
  readonly collectors: readonly StatsCollector[];
}

interface Storage {
  run<T>(block: Block, work: () => T): T;
  getStore(): Block | undefined;
}

/**
 * Runs `work`; every call it makes through any cache gets these options, as if its
 * `providerOptions.semanticCache` had said so. What a call says itself wins; tags and sources add up, and
 * so do those of blocks around this one. Two blocks that run at once do not mix.
 *
 * @throws SemanticCacheError `invalid-options` for options a call does not take, and on runtimes without
 * `AsyncLocalStorage`: to ignore a namespace or a `no-store` would be worse. Whatever `work` throws.
 */
export async function withCache<T>(
  options: SemanticCacheCallOptions,
  work: (block: CacheBlock) => MaybePromise<T>,
): Promise<T> {
  readDirectives(options);
  const storage = openStorage() ?? createStorage();
  if (!storage) throw new SemanticCacheError("invalid-options", NO_STORAGE);
  const outer = storage.getStore();
  const { createStats } = await import("./observe/stats.ts");
  const stats = createStats();
  const block = {
    options: mergeOptions(outer?.options, options),
    collectors: [...(outer?.collectors ?? []), stats],
  };
  return storage.run(block, async () => await work({ stats: stats.read }));
}

/** What the block around a call says, under what the call says itself. Unread, like `own`. */
export function withBlockOptions(own: unknown): unknown {
  const block = openStorage()?.getStore();
  if (!block) return own;
  if (own === undefined) return block.options;
  const isObject = typeof own === "object" && own !== null && !Array.isArray(own);
  return isObject ? mergeOptions(block.options, own) : own; // malformed: the plan will say so
}

const NO_COLLECTORS: readonly StatsCollector[] = [];

/** The stats of the blocks around what happens now. */
export function blockCollectors(): readonly StatsCollector[] {
  return openStorage()?.getStore()?.collectors ?? NO_COLLECTORS;
}

function mergeOptions(
  outer: SemanticCacheCallOptions | undefined,
  inner: SemanticCacheCallOptions,
): SemanticCacheCallOptions {
  const given = Object.entries(inner).filter(([, value]) => value !== undefined);
  const merged: SemanticCacheCallOptions = { ...outer, ...Object.fromEntries(given) };
  return {
    ...merged,
    ...both("tags", outer, inner),
    ...both("dependsOn", outer, inner),
  };
}

/** Lists of both, unless one is no list: that is refused when it is read. */
function both<Name extends "tags" | "dependsOn">(
  name: Name,
  outer: SemanticCacheCallOptions | undefined,
  inner: SemanticCacheCallOptions,
): object {
  const [more, own] = [outer?.[name], inner[name]];
  return Array.isArray(more) && Array.isArray(own) ? { [name]: [...more, ...own] } : {};
}

const NO_STORAGE =
  "withCache needs AsyncLocalStorage, which this runtime does not have (on Cloudflare Workers it comes " +
  "with the flag nodejs_compat). Pass the options with each call, in providerOptions.semanticCache.";

/** On the global object, so that two copies of the package see the same blocks. */
const STORAGE = Symbol.for("ai-sdk-semantic-cache.blocks");

/** Where blocks are kept; `undefined` as long as no block was ever opened. */
function openStorage(): Storage | undefined {
  return Reflect.get(globalThis, STORAGE) as Storage | undefined;
}

/** Node has `AsyncLocalStorage` in a module, edge runtimes as a global. */
function createStorage(): Storage | undefined {
  const AsyncLocalStorage: unknown =
    builtinModule("node:async_hooks")?.AsyncLocalStorage ??
    Reflect.get(globalThis, "AsyncLocalStorage");
  if (typeof AsyncLocalStorage !== "function") return undefined;
  const storage: object = Reflect.construct(AsyncLocalStorage, []);
  Reflect.set(globalThis, STORAGE, storage);
  return storage as Storage;
}
