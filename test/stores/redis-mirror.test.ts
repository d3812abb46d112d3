import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CacheStore, StoredEntry } from "../../src/index.ts";
import { dot } from "../../src/similarity.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import {
  entryOf,
  freshPrefix,
  hexOf,
  keysUnder,
  notingClient,
  SCOPE,
  SPACE,
} from "../store-kit/support/redis.ts";
import { type Vectors, vectorsOf } from "../store-kit/support/vectors.ts";
import { describeOn } from "../support/engines/engine.ts";

const DIMENSIONS = 16;
const NEAR = 0.97;

for (const engineName of ["redis", "valkey"] as const) {
  describeOn(engineName, { store: "redis, mirror", client: "ioredis 6" }, (engine) => {
    let client: Redis;
    beforeAll(() => {
      client = new Redis(engine.url);
    });
    afterAll(() => client.disconnect());

    describe.each([
      ["a few entries", 20],
      ["hundreds of entries", 400],
    ])("with %s", (_what, keyCount) => {
      test.each([false, true])(
        "what two write, a third one finds (stateless: %s)",
        async (stateless) => {
          const prefix = freshPrefix();
          const [left, right, reader] = [
            redisStore({ client, prefix }),
            redisStore({ client: client.duplicate(), prefix, stateless: true }),
            redisStore({ client, prefix, stateless }),
          ];
          const model = new Map<string, StoredEntry>();
          const vectors = vectorsOf(DIMENSIONS, { seed: keyCount });

          for (let phase = 0; phase < 8; phase++) {
            await changeBoth([left, right], model, vectors, keyCount);
            expect(await differences(reader, model, vectors)).toEqual([]);
          }
        },
      );
    });

    test.each<[string, (log: string, all: string[]) => Promise<unknown>]>([
      ["the log was cut", (log) => client.xtrim(log, "MAXLEN", 0)],
      ["the log is gone", (log) => client.del(log)],
      ["the rows are gone", (log) => client.del(log.replace(/log$/, "rows"))],
      ["everything is gone", (_log, all) => client.del(...all)],
    ])("when %s, answers are right again after the next writes", async (_what, harm) => {
      const prefix = freshPrefix();
      const [writer, reader] = [redisStore({ client, prefix }), redisStore({ client, prefix })];
      const model = new Map<string, StoredEntry>();
      const vectors = vectorsOf(DIMENSIONS);
      await changeBoth([writer], model, vectors, 450);
      await differences(reader, model, vectors);

      const all = await keysUnder(client, prefix);
      await harm(all.find((key) => key.endsWith(":log")) ?? "", all);
      model.clear();
      await changeBoth([writer], model, vectors, 450);

      expect(await differences(reader, model, vectors)).toEqual([]);
    });

    test("a search that hits takes one round trip once the mirror is there", async () => {
      const noting = notingClient(client);
      const store = redisStore({ client: noting, prefix: freshPrefix() });
      const vectors = vectorsOf(DIMENSIONS);
      const entries = await fill(store, vectors, 60);
      await nearest(store, vectors.any());
      noting.reset();

      const found = await nearest(store, entries[0]?.vector ?? vectors.any());

      expect(found?.entry.key).toBe(entries[0]?.key);
      expect(noting.roundTrips()).toBe(1);
    });

    test("a search in a scope nobody wrote to takes one round trip", async () => {
      const noting = notingClient(client);
      const store = redisStore({ client: noting, prefix: freshPrefix() });

      const found = await nearest(store, vectorsOf(DIMENSIONS).any());

      expect(found).toBeUndefined();
      expect(noting.roundTrips()).toBe(1);
    });

    test("a search without memory takes two round trips", async () => {
      const noting = notingClient(client);
      const store = redisStore({ client: noting, prefix: freshPrefix(), stateless: true });
      const vectors = vectorsOf(DIMENSIONS);
      const entries = await fill(store, vectors, 60);

      for (const vector of [entries[0]?.vector, entries[1]?.vector]) {
        noting.reset();
        await nearest(store, vector ?? vectors.any());
        expect(noting.roundTrips()).toBe(2);
      }
    });

    test("a search moves less than 0.1 MB at 1,536 dimensions, however many entries there are", async () => {
      const noting = notingClient(client);
      const store = redisStore({ client: noting, prefix: freshPrefix() });
      const vectors = vectorsOf(1536, { clusters: 10 });
      const entries = await fill(store, vectors, 600, { payload: "x".repeat(1_000) });
      await nearest(store, vectors.any());
      noting.reset();

      for (const { vector } of entries.slice(0, 20)) {
        await store.search(
          query(vectors.mix(vector ?? vectors.any(), 1, vectors.any(), 0.3), 0.85, 4),
        );
      }

      expect(noting.characters() / 20).toBeLessThan(100_000);
    });

    test("the nearest entry is the one that an exact scan finds", async () => {
      const store = redisStore({ client, prefix: freshPrefix() });
      const vectors = vectorsOf(256, { clusters: 100 });
      const entries = await fill(store, vectors, 2_000);
      const queries = Array.from({ length: 40 }, (_, at) => {
        const from = entries[at * 37]?.vector ?? vectors.any();
        return at % 4 === 0
          ? vectors.clustered()
          : vectors.mix(from, 1, vectors.any(), 0.15 * (at % 4));
      });

      for (const threshold of [0.8, 0.85, 0.9, 0.95]) {
        const found = await Promise.all(queries.map((vector) => nearest(store, vector, threshold)));
        const exact = queries.map((vector) => scan(entries, vector, threshold));
        expect(found.map((match) => match?.entry.key)).toEqual(exact.map((entry) => entry?.key));
      }
    });

    test("among sixty near-duplicates, the one an exact scan finds or one as near is returned", async () => {
      const store = redisStore({ client, prefix: freshPrefix() });
      const vectors = vectorsOf(384, { seed: 5 });
      const templates = Array.from({ length: 12 }, vectors.clustered);
      const entries = Array.from({ length: 720 }, (_, at) => {
        const vector = vectors.mix(templates[at % 12] ?? vectors.any(), 1, vectors.any(), 0.3);
        return entryOf({ key: hexOf(at), vector });
      });
      await Promise.all(entries.map((entry) => store.set(entry)));

      const losses: number[] = [];
      for (const { vector = vectors.any() } of entries.slice(0, 60)) {
        const asked = vectors.mix(vector, 1, vectors.any(), 0.35);
        const found = await nearest(store, asked, 0.85);
        const best = scan(entries, asked, 0.85)?.vector ?? vectors.any();
        losses.push(dot(best, asked) - (found?.similarity ?? -1));
      }

      expect(losses.filter((loss) => loss > 1e-6)).toEqual([]);
    });

    test("searches at the same time do not disturb each other", async () => {
      const prefix = freshPrefix();
      const [store, other] = [redisStore({ client, prefix }), redisStore({ client, prefix })];
      const vectors = vectorsOf(DIMENSIONS);
      const entries = await fill(other, vectors, 120);
      await nearest(store, vectors.any());
      const late = await fill(other, vectors, 40, {}, 500);

      const all = [...entries, ...late];
      const found = await Promise.all(
        all.map(({ vector }) => nearest(store, vector ?? vectors.any())),
      );

      expect(found.map((match) => match?.entry.key)).toEqual(all.map(({ key }) => key));
    });
  });
}

function query(vector: Float32Array, threshold: number, limit = 1) {
  return { scope: SCOPE, space: SPACE, vector, limit, threshold };
}

async function nearest(store: CacheStore, vector: Float32Array, threshold = NEAR) {
  const [match] = await store.search(query(vector, threshold));
  return match;
}

function scan(
  entries: Iterable<StoredEntry>,
  vector: Float32Array,
  threshold: number,
): StoredEntry | undefined {
  let best: StoredEntry | undefined;
  let greatest = threshold;
  for (const entry of entries) {
    const similarity = entry.vector ? dot(entry.vector, vector) : -1;
    if (entry.expiresAt > Date.now() && similarity >= greatest) {
      [best, greatest] = [entry, similarity];
    }
  }
  return best;
}

async function fill(
  store: CacheStore,
  vectors: Vectors,
  count: number,
  fields: Partial<StoredEntry> = {},
  from = 0,
): Promise<readonly StoredEntry[]> {
  const entries = Array.from({ length: count }, (_, at) =>
    entryOf({ ...fields, key: hexOf(from + at), vector: vectors.clustered() }),
  );
  await Promise.all(entries.map((entry) => store.set(entry)));
  return entries;
}

/** Random writes, rewrites and removals through all stores in turn; some entries end at once. */
async function changeBoth(
  stores: readonly CacheStore[],
  model: Map<string, StoredEntry>,
  { random, any }: Vectors,
  keyCount: number,
): Promise<void> {
  for (let step = 0; step < keyCount; step++) {
    const store = stores[step % stores.length];
    const key = hexOf(Math.floor(random() * keyCount));
    const choice = random();
    if (choice < 0.2) {
      await store?.delete({ entries: [{ scope: SCOPE, key }] });
      model.delete(key);
      continue;
    }
    const expiresAt = Date.now() + (choice < 0.35 ? 20 : 60_000);
    const entry = entryOf({ key, vector: any(), expiresAt, payload: `${step}` });
    await store?.set(entry);
    model.set(key, entry);
  }
  await new Promise((resolve) => setTimeout(resolve, 30)); // those that end at once have ended
}

/** For which vectors of the model a store finds something else than the model says. */
async function differences(
  store: CacheStore,
  model: ReadonlyMap<string, StoredEntry>,
  { any, mix }: Vectors,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { vector = any() } of [...model.values()].slice(-60)) {
    const asked = mix(vector, 1, any(), 0.05);
    const [found, expected] = [await nearest(store, asked), scan(model.values(), asked, NEAR)];
    const isSame = found?.entry.key === expected?.key && found?.entry.payload === expected?.payload;
    if (!isSame) wrong.push(`expected ${expected?.key}, found ${found?.entry.key}`);
  }
  return wrong;
}
