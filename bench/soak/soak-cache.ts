import { Redis } from "ioredis";
import { createClient } from "redis";
import {
  type CacheEvent,
  type CacheStore,
  memoryStore,
  type SemanticCache,
  semanticCache,
} from "../../src/index.ts";
import { type RedisClient, redisStore } from "../../src/stores/redis/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import {
  type ChaosStoreMethod,
  type Chaotic,
  chaosStore,
  type EmbeddingFault,
  type StoreChaosPlan,
  type StoreFault,
} from "../../src/testing/index.ts";
import { TTL_MS } from "./requests.ts";
import { soakEmbedding } from "./soak-models.ts";

/** How long a process may serve from its first tier what another one removed, in milliseconds. */
export const TIERED_MAX_AGE_MS = 2_000;
/** How long after its lifetime an answer may be served in place of an error, in milliseconds. */
export const STALE_IF_ERROR_MS = 3_000;
/** Small, so that it is full within the first minute: what grows after that has no bound. */
const MIRROR_BYTES = 2_000_000;

const PAUSED_MS = 100;
const READ: { readonly [Name in StoreFault]?: number } = {
  ...{ throw: 0.01, delay: 0.01, hang: 0.003, lose: 0.01, "cut-payload": 0.004 },
  ...{ "flip-bit": 0.004, "wrong-scope": 0.004, "nan-vector": 0.004, "wrong-dimensions": 0.002 },
};
/** What is written is never lost without a word: then nothing could be said about what must be there. */
const FAULTS: StoreChaosPlan = {
  all: { throw: 0.02, delay: 0.025, hang: 0.005 },
  methods: {
    get: READ,
    search: READ,
    set: { throw: 0.01, delay: 0.02, hang: 0.005, "cut-payload": 0.01, "flip-bit": 0.005 },
  },
  delayMs: [10, 100],
};

/** What one process of the soak has: a cache of a variant of its own, on the Redis that all share. */
export interface SoakCache {
  readonly variant: string;
  readonly cache: SemanticCache;
  readonly store: Chaotic<ChaosStoreMethod, StoreFault>;
  readonly embedding: Chaotic<"doEmbed", EmbeddingFault>;
  close(): Promise<void>;
}

/** The cache of worker number `index`: one client or the other, with and without a first tier, and leases. */
export async function openSoakCache(
  options: { readonly url: string; readonly index: number; readonly seed: number },
  onEvent: (event: CacheEvent) => void,
): Promise<SoakCache> {
  const { url, index, seed } = options;
  const isTiered = index % 2 === 1;
  const usesIoredis = index % 4 < 2;
  const hasLease = index % 3 === 2;
  const { client, close } = usesIoredis ? openIoredis(url) : await openNodeRedis(url);
  const redis = redisStore({
    client,
    prefix: "soak",
    maxEntries: 3_000,
    maxMirrorBytes: MIRROR_BYTES,
  });
  const store = chaosStore(redis, { ...FAULTS, seed });
  const embedding = soakEmbedding(seed);
  const cache = semanticCache({
    store: isTiered ? tiered(store) : store,
    embeddingModel: embedding,
    threshold: 0.9,
    ttl: TTL_MS,
    staleWhileRevalidate: STALE_IF_ERROR_MS,
    staleIfError: STALE_IF_ERROR_MS,
    eagerRefresh: 0.9,
    timeouts: { get: "300ms", search: "500ms", write: "2s", stream: "5s" },
    resilience: { pause: "300ms" },
    singleFlight: hasLease ? { lease: { wait: "500ms", hold: "2s" } } : true,
    onEvent,
  });
  return {
    variant: [isTiered ? "tiered" : "redis", usesIoredis ? "ioredis" : "node-redis"].join(", "),
    cache,
    store,
    embedding,
    async close() {
      await cache.close();
      close();
    },
  };
}

function tiered(l2: CacheStore): CacheStore {
  const l1 = memoryStore({ maxEntries: 500 });
  const timeouts = { get: "250ms", search: "450ms" } as const;
  return tieredStore({ l1, l2, maxAge: TIERED_MAX_AGE_MS, timeouts });
}

interface OpenClient {
  readonly client: RedisClient;
  close(): void;
}

function openIoredis(url: string): OpenClient {
  const client = new Redis(url, {
    commandTimeout: 1_000,
    maxRetriesPerRequest: 1,
    retryStrategy: () => PAUSED_MS,
  });
  client.on("error", () => {}); // its commands reject with it
  return { client, close: () => client.disconnect() };
}

async function openNodeRedis(url: string): Promise<OpenClient> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { socketTimeout: 2_000, reconnectStrategy: () => PAUSED_MS },
  });
  client.on("error", () => {});
  client.connect().catch(() => {}); // the network may be down at this moment
  return { client, close: () => client.destroy() };
}
