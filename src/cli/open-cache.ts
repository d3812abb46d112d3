import { SemanticCacheError } from "../errors.ts";
import type { CacheModelInfo } from "../middleware.ts";
import type { SemanticCacheOptions } from "../options.ts";
import { type SemanticCache, semanticCache } from "../semantic-cache.ts";
import type { CacheStore } from "../store.ts";
import { checkOptions } from "../validate-options.ts";
import { type CacheFlags, SECRET_VARIABLE, STORE_VARIABLE } from "./cache-flags.ts";
import { findConfig, type LoadedConfig, readConfig } from "./load-config.ts";
import { type OpenStoreOptions, openStore } from "./stores/open-store.ts";
import type { OpenedStore, StoreServer } from "./stores/opened-store.ts";
import { messageOf } from "./text/message-of.ts";

/** The cache that a command works on. */
export interface OpenCache {
  readonly cache: SemanticCache;
  /** What it was made with. */
  readonly options: SemanticCacheOptions & { readonly store: CacheStore };
  /** The file the options are from. */
  readonly config?: string | undefined;
  /** The language model the config names. */
  readonly model?: CacheModelInfo | string | undefined;
  /** The store for people to read: its URL without secrets, or its name. */
  readonly address: string;
  /** What is behind a store that was opened by its URL. */
  readonly server?: StoreServer | undefined;
}

/**
 * Opens the cache that the command line, the environment and the configuration describe, in this order,
 * does some work with it, and closes what was opened, also when the work fails.
 *
 * @throws SemanticCacheError `invalid-options` when nothing says which store, or something cannot be used;
 * `store` when the store cannot be reached.
 */
export async function withCache<Result>(
  flags: CacheFlags,
  work: (opened: OpenCache) => Promise<Result>,
  openOptions: OpenStoreOptions = {},
): Promise<Result> {
  const config = await configOf(flags);
  const given = optionsOf(flags, config);
  checkOptions(given);
  const opened = await storeOf(flags, config, openOptions);
  const options = { ...given, store: opened.store };
  try {
    const cache = semanticCache(options);
    try {
      const { path, model } = config ?? {};
      const { address, server } = opened;
      return await work({ cache, options, config: path, model, address, server });
    } finally {
      await cache.close();
    }
  } catch (error) {
    throw scrubbed(error, opened);
  } finally {
    await opened.close();
  }
}

/** What fails in the store, with where it is and without the cause: what clients say may hold the URL. */
function scrubbed(error: unknown, { scrub, address }: OpenedStore): unknown {
  const message = messageOf(error);
  const isOfStore = SemanticCacheError.isInstance(error) && error.code === "store";
  if (isOfStore) return new SemanticCacheError("store", scrub(`${address}: ${message}`));
  return scrub(message) === message ? error : new SemanticCacheError("store", scrub(message));
}

/** The configuration that was named, or the nearest one, if there is any. */
export async function configOf({ config }: CacheFlags): Promise<LoadedConfig | undefined> {
  const path = config ?? findConfig();
  return path === undefined ? undefined : readConfig(path);
}

/** The options of the cache, where the command line and the environment do not say otherwise. */
export function optionsOf(
  { embeddingModel, namespace }: CacheFlags,
  config: LoadedConfig | undefined,
): SemanticCacheOptions {
  const secret = process.env[SECRET_VARIABLE];
  return {
    ...config?.options,
    ...(secret && { secret }),
    ...(embeddingModel !== undefined && { embeddingModel: modelOf(embeddingModel) }),
    ...(namespace !== undefined && { namespace }),
  };
}

/** The embedding model a name on the command line stands for. */
function modelOf(id: string): SemanticCacheOptions["embeddingModel"] {
  if (id === "built-in") return undefined;
  return id === "none" ? null : id;
}

/** The store that is meant. @throws as {@link withCache}. */
export async function storeOf(
  { store }: CacheFlags,
  config: LoadedConfig | undefined,
  openOptions: OpenStoreOptions,
): Promise<OpenedStore> {
  const url = storeUrl(store);
  if (url !== undefined) return openStore(url, openOptions);
  const own = config?.options.store;
  if (own?.specificationVersion === "v1") {
    return {
      store: own,
      address: own.name,
      isConfigured: true,
      scrub: (text) => text,
      close: async () => {},
    };
  }
  throw new SemanticCacheError("invalid-options", missingStore(config));
}

/** The URL that the command line or the environment says, if they do. */
function storeUrl(flag: string | undefined): string | undefined {
  return flag ?? (process.env[STORE_VARIABLE] || undefined);
}

/** Whether anything says where answers are. */
export function namesStore({ store }: CacheFlags, config: LoadedConfig | undefined): boolean {
  return storeUrl(store) !== undefined || config?.options.store !== undefined;
}

function missingStore(config: LoadedConfig | undefined): string {
  const ways = `say --store redis://localhost:6379 (see --help for the others) or set ${STORE_VARIABLE}`;
  if (!config) {
    return `Which cache? There is no semantic-cache.config.ts here or above: ${ways}.`;
  }
  return config.options.store === undefined
    ? `${config.path} has no store, so answers are in the memory of the application, which no other process sees: ${ways}.`
    : `${config.path}: store must be a store, such as redisStore({ client }); or ${ways}.`;
}
