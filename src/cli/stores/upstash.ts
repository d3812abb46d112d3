import { SemanticCacheError } from "../../errors.ts";
import { type UpstashRedisClient, upstashRedisStore } from "../../stores/upstash-redis/index.ts";
import { type UpstashVectorClient, upstashVectorStore } from "../../stores/upstash-vector/index.ts";
import { importClient } from "./import-client.ts";
import { NO_BOUND, type OpenedStore } from "./opened-store.ts";
import type { StoreUrl } from "./store-url.ts";

interface RedisLibrary {
  readonly Redis: new (options: object) => UpstashRedisClient;
}

interface VectorLibrary {
  readonly Index: new (options: object) => UpstashVectorClient;
}

/** `upstash-redis://token@host`, or `upstash-redis:` for what the environment says. */
export async function openUpstashRedis(address: StoreUrl): Promise<OpenedStore> {
  const prefix = address.take("prefix");
  const maxEntries = address.takeNumber("maxEntries") ?? NO_BOUND;
  address.end();
  const { Redis } = (await importClient<RedisLibrary>("@upstash/redis")).module;
  const account = accountOf(address, "UPSTASH_REDIS");
  const client = new Redis({ ...account, enableTelemetry: false, retry: false });
  return {
    store: upstashRedisStore({ client, prefix, maxEntries }),
    address: address.address,
    scrub: address.scrub,
    close: async () => {},
  };
}

/** `upstash-vector://token@host`, or `upstash-vector:` for what the environment says. */
export async function openUpstashVector(address: StoreUrl): Promise<OpenedStore> {
  const prefix = address.take("prefix");
  address.end();
  const { Index } = (await importClient<VectorLibrary>("@upstash/vector")).module;
  const account = accountOf(address, "UPSTASH_VECTOR");
  const client = new Index({ ...account, enableTelemetry: false, retry: false });
  return {
    store: upstashVectorStore({ client, prefix }),
    address: address.address,
    scrub: address.scrub,
    server: { kind: "upstash-vector", info: async () => client.info() },
    close: async () => {},
  };
}

/** Where the database is, and the token for it. */
function accountOf(
  { url: { host, username, password }, scheme }: StoreUrl,
  variables: string,
): { readonly url: string; readonly token: string } {
  const { [`${variables}_REST_URL`]: known, [`${variables}_REST_TOKEN`]: knownToken } = process.env;
  const url = host === "" ? known : `https://${host}`;
  const token = decodeURIComponent(password || username) || knownToken;
  if (url && token) return { url, token };
  throw new SemanticCacheError(
    "invalid-options",
    `${scheme}: say ${scheme}://token@host, or set ${variables}_REST_URL and ${variables}_REST_TOKEN; got no ${url ? "token" : "host"}.`,
  );
}
