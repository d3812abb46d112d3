import { SemanticCacheError } from "../../errors.ts";
import { memoryStore } from "../../stores/memory/index.ts";
import { messageOf } from "../text/message-of.ts";
import type { OpenedStore } from "./opened-store.ts";
import { parseStoreUrl, type StoreUrl } from "./store-url.ts";

/** How to open a store. */
export interface OpenStoreOptions {
  /** Makes a database file that is not there. @default false */
  readonly create?: boolean | undefined;
}

type Open = (address: StoreUrl, create: boolean) => Promise<OpenedStore>;

// Each loads the code of its store alone.
const openRedis: Open = async (address) => (await import("./redis.ts")).openRedis(address);
const openLibsql: Open = async (address, create) =>
  (await import("./libsql.ts")).openLibsql(address, create);
const openPostgres: Open = async (address) => (await import("./postgres.ts")).openPostgres(address);

const OPEN: Readonly<Record<string, Open>> = {
  redis: openRedis,
  rediss: openRedis,
  file: openLibsql,
  libsql: openLibsql,
  postgres: openPostgres,
  postgresql: openPostgres,
  "upstash-redis": async (address) => (await import("./upstash.ts")).openUpstashRedis(address),
  "upstash-vector": async (address) => (await import("./upstash.ts")).openUpstashVector(address),
  memory: async (address) => {
    const maxEntries = address.takeNumber("maxEntries");
    address.end();
    const store = memoryStore({ maxEntries });
    return { store, address: address.address, scrub: address.scrub, close: async () => {} };
  },
};

/**
 * Opens the store at a URL as an application with the defaults of that store has it.
 *
 * @throws SemanticCacheError `invalid-options` for a URL that names no store, or a package that is missing;
 * `store` when the store cannot be reached. Neither says what is secret in the URL.
 */
export async function openStore(
  text: string,
  { create = false }: OpenStoreOptions = {},
): Promise<OpenedStore> {
  const address = parseStoreUrl(text);
  const open = Object.hasOwn(OPEN, address.scheme) ? OPEN[address.scheme] : undefined;
  if (!open) {
    const message = `There is no store for ${address.scheme}: URLs; there are ${Object.keys(OPEN).join(", ")}.`;
    throw new SemanticCacheError("invalid-options", message);
  }
  try {
    return await open(address, create);
  } catch (error) {
    if (SemanticCacheError.isInstance(error)) throw error;
    throw new SemanticCacheError("store", unreachable(address, error));
  }
}

/** Without the cause: it may hold the URL. */
function unreachable({ address, scrub }: StoreUrl, error: unknown): string {
  return scrub(`${address} cannot be opened: ${messageOf(error)}`);
}
