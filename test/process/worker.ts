/**
 * One life of a process with a cache: `node worker.ts STORY STORE [URL]`. Prints a line for each thing that
 * happened; ends by itself, or as its story says.
 */
import { generateText, streamText, wrapLanguageModel } from "ai";
import { Redis } from "ioredis";
import { Pool } from "pg";
import {
  type CacheStore,
  memoryStore,
  type SemanticCache,
  semanticCache,
} from "../../src/index.ts";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import { mockModel } from "../support/cached-model.ts";
import { trigramEmbedding } from "../support/embedding.ts";
import { shortName } from "../support/short-name.ts";

const [story = "", storeName = "", url = ""] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Opened {
  readonly store: CacheStore;
  /** Ends the client that the application made. */
  end(): unknown;
}

const prefix = `life-${process.pid}`;
const onRedis = (create: (client: Redis) => CacheStore): Opened => {
  const client = new Redis(url);
  return { store: create(client), end: () => client.quit() };
};

const STORES: Readonly<Record<string, () => Opened | Promise<Opened>>> = {
  memory: () => ({ store: memoryStore(), end() {} }),
  "slow memory": () => ({ store: slowly(memoryStore(), 300), end() {} }),
  "stuck memory": () => ({ store: slowly(memoryStore(), Number.POSITIVE_INFINITY), end() {} }),
  libsql: () => ({ store: libsqlStore({ url }), end() {} }),
  redis: () => onRedis((client) => redisStore({ client, prefix })),
  "redis-search": () => onRedis((client) => redisSearchStore({ client, prefix })),
  tiered: () => onRedis((client) => tieredStore({ l2: redisStore({ client, prefix }) })),
  async pgvector() {
    const client = new Pool({ connectionString: url });
    const store = pgvectorStore({ client, table: prefix.replace("-", "_") });
    await store.migrate();
    return { store, end: () => client.end() };
  },
};

/** A store whose writes take so long. */
function slowly(store: CacheStore, milliseconds: number): CacheStore {
  return {
    ...store,
    async set(entry) {
      say("writing");
      if (milliseconds === Number.POSITIVE_INFINITY) return new Promise(() => {});
      await pause(milliseconds);
      await store.set(entry);
    },
  };
}

const open = STORES[storeName];
if (!open) throw new Error(`worker.ts knows ${Object.keys(STORES).join(", ")}; got ${storeName}.`);
const { store, end } = await open();
const cache: SemanticCache = semanticCache({
  store,
  embeddingModel: trigramEmbedding(),
  timeouts: { get: "5s", search: "5s", write: "1s" },
  onEvent: (event) => say(shortName(event)),
});
const model = wrapLanguageModel({ model: mockModel(() => "Tap it."), middleware: cache });
const ask = async (prompt: string): Promise<void> => {
  const { text } = await generateText({ model, prompt, maxRetries: 0 });
  say(`answer: ${text}`);
};

const STORIES: Readonly<Record<string, () => Promise<void>>> = {
  async "asks and returns"() {
    await ask("How do I pay?");
  },
  async "asks, closes and returns"() {
    await ask("How do I pay?");
    await cache.close();
    await end();
    say("closed");
  },
  async "uses a block"() {
    {
      await using scoped = semanticCache({ store: { ...store, close: () => say("store closed") } });
      await scoped.size();
    }
    say("left");
    await end();
  },
  async "leaves a stream unread"() {
    const reader = streamText({ model, prompt: "How do I pay?" }).fullStream.getReader();
    await reader.read();
    say("left");
  },
  async "waits for SIGTERM"() {
    process.once("SIGTERM", async () => {
      await cache.close();
      say(`entries: ${(await store.size()).entries}`);
      await end();
    });
    await ask("How do I pay?");
    const alive = setInterval(() => {}, 1_000); // as a server is
    process.once("SIGTERM", () => clearInterval(alive));
  },
  async "goes on after a freeze"() {
    await ask("How do I pay?");
    await pause(600); // frozen in here, with a write under way
    await ask("How do I pay?");
    await cache.close();
    await end();
  },
};

await STORIES[story]?.();
say("end of the program");
