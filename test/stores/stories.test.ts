import { Redis } from "ioredis";
import { afterAll, describe } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePgvectorTables, usePool } from "../support/pgvector-store.ts";
import { storeModel } from "../support/store-model.ts";
import { KEY_A } from "./encrypted-parts.ts";
import { createFolder } from "./libsql-parts.ts";

// Random stories of one process are part of every `storeSuite`. Here two processes share what is stored,
// either may end without a word and come back, and there may be room for two entries only.
const bounded = { maxEntries: 2 };

/** Stories of two processes: `fresh` names a place that is empty yet, `open` is a store at a place. */
function stories<Place>(
  fresh: () => Place,
  open: (place: Place, bounds: { maxEntries?: number }) => CacheStore,
): void {
  describe.each([
    ["all that is written", {}],
    ["two entries at most", bounded],
  ])("%s", (_what, bounds) => {
    let place: Place;
    const createPeer = (): CacheStore => open(place, bounds);
    const createStore = (): CacheStore => {
      place = fresh();
      return createPeer();
    };
    storeModel(createStore, { createPeer, ...bounds });
  });
}

const freshName = (): string => `stories_${crypto.randomUUID().slice(0, 8)}`;

describe("memory, two entries at most", () => storeModel(() => memoryStore(bounded), bounded));

describe("libsql on a file", () => {
  const folder = createFolder();
  afterAll(() => folder.remove());
  stories(
    () => folder.fresh(),
    (url, bounds) => libsqlStore({ url, ...bounds }),
  );
});

for (const engine of ["redis", "valkey"] as const) {
  describeOn(engine, { store: "redis", client: "two processes" }, ({ url }) => {
    const client = new Redis(url);
    afterAll(() => client.disconnect());
    stories(freshName, (prefix, bounds) => redisStore({ client, prefix, ...bounds }));
  });
}

describeOn("redis", { store: "redis-search", client: "two processes" }, ({ url }) => {
  const client = new Redis(url);
  afterAll(() => client.disconnect());
  stories(freshName, (prefix, bounds) => redisSearchStore({ client, prefix, ...bounds }));
});

describeOn("redis", { store: "encrypted on redis", client: "two processes" }, ({ url }) => {
  const client = new Redis(url);
  afterAll(() => client.disconnect());
  const wrap = (store: CacheStore): CacheStore => encryptedStore({ store, keys: [KEY_A] });
  stories(freshName, (prefix, bounds) => wrap(redisStore({ client, prefix, ...bounds })));
});

describeOn("postgres", { store: "pgvector", client: "two processes" }, ({ url }) => {
  const pool = usePool(url);
  const tables = usePgvectorTables(pool);
  let table = "";
  const createPeer = (): CacheStore =>
    pgvectorStore({ client: pool(), schema: tables.schema, table });
  const createStore = async (): Promise<CacheStore> => {
    table = tables.freshName();
    const store = pgvectorStore({ client: pool(), schema: tables.schema, table });
    await store.migrate();
    return store;
  };
  storeModel(createStore, { createPeer }); // when it evicts is left to chance
});
