import { createClient } from "@libsql/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { dot } from "../../src/similarity.ts";
import {
  type LibsqlClient,
  type LibsqlStatement,
  libsqlStore,
} from "../../src/stores/libsql/index.ts";
import { mostBits, sketchBits, turned } from "../../src/stores/libsql/sketch.ts";
import { hex, randomNumbers, sampleEntry, unit } from "./libsql-parts.ts";

const DIMENSIONS = 256;
const COUNT = 1_000;
const scope = hex("scope");
const space = hex("space");

type Space = (random: () => number) => Float32Array[];

/** Spaces of vectors that sketches could get wrong. */
const SPACES: [what: string, make: Space][] = [
  ["that have a direction in common", (random) => around(random, [0.9], COUNT)],
  ["that are nearly the same", (random) => around(random, [4, 6], COUNT)],
  ["of which two coordinates outweigh all others", (random) => around(random, [0], COUNT, 20)],
  ["that are zero but for three coordinates", sparse],
];

describe.each(SPACES)("among vectors %s", (_what, make) => {
  const random = randomNumbers(7);
  const vectors = make(random);
  const store = libsqlStore({ url: ":memory:" });
  beforeAll(() => fill(store, vectors));
  afterAll(() => store.close?.());

  test.each([0.75, 0.85, 0.95])("search finds what a full scan finds, at %d", async (threshold) => {
    for (let at = 0; at < COUNT; at += 99) {
      const vector = unit((vectors[at] ?? []).map((value) => value + 0.02 * random()));
      const matches = await store.search({ scope, space, vector, limit: 5, threshold });
      const all = vectors.map((other) => dot(other, vector));
      const near = all.filter((similarity) => similarity >= threshold);
      const best = near.sort((left, right) => right - left).slice(0, 5);
      expect(matches.map(({ similarity }) => similarity)).toEqual(best);
    }
  });
});

test("how many bits two sketches differ in tells the angle of their vectors", () => {
  const random = randomNumbers(3);
  const bits = sketchBits(1_536);

  for (const similarity of [0.5, 0.75, 0.9, 0.99]) {
    for (let round = 0; round < 50; round++) {
      const [left, right] = pairAt(similarity, 1_536, random);
      expect(differing(left, right)).toBeLessThan(mostBits(bits, similarity));
    }
  }
  expect(mostBits(bits, 0.9) / bits).toBeLessThan(0.2);
});

describe("the database", () => {
  test("reads no table from end to end, whatever is asked", async () => {
    const client = createClient({ url: ":memory:" });
    const statements: LibsqlStatement[] = [];
    const store = libsqlStore({ client: recording(client, statements) });
    await store.migrate();
    statements.length = 0;
    await useEverything(store);

    const plans = await Promise.all(statements.map((statement) => planOf(client, statement)));

    const scans = plans.flat().filter((step) => /^SCAN (semantic_cache_|entry)/.test(step));
    const walks = /USING COVERING INDEX \w+_(used_at|expires_at)$/; // in order, up to their LIMIT
    expect(statements.length).toBeGreaterThan(10);
    expect(scans.filter((step) => !walks.test(step))).toEqual([]);
  });

  test("compares the sketches without reading the entries", async () => {
    const client = createClient({ url: ":memory:" });
    const statements: LibsqlStatement[] = [];
    const store = libsqlStore({ client: recording(client, statements) });
    await store.set(sampleEntry());
    statements.length = 0;

    await store.search({ scope, space, vector: unit([1, 0, 0, 0]), limit: 1, threshold: 0.9 });

    const plan = await planOf(client, statements[0]);
    expect(statements.length).toBe(1);
    expect(plan.join()).toMatch(
      /COVERING INDEX \w+_search \(scope=\? AND space=\? AND expires_at>\?/,
    );
  });

  test("is given nothing of a request but hexadecimal digits, outside the payload", async () => {
    const statements: LibsqlStatement[] = [];
    const store = libsqlStore({ client: recording(createClient({ url: ":memory:" }), statements) });
    await store.migrate();
    statements.length = 0;

    await useEverything(store);

    const texts = statements.flatMap(({ args }) =>
      args.filter((value) => typeof value === "string"),
    );
    expect(texts.filter((text) => !/^[0-9a-f-]*$|^[[\]",0-9a-f]*$/.test(text))).toEqual([]);
    expect(statements.filter(({ sql }) => /[0-9a-f]{64}/.test(sql))).toEqual([]);
  });
});

async function fill(store: CacheStore, vectors: readonly Float32Array[]): Promise<void> {
  for (const [at, vector] of vectors.entries()) {
    await store.set(sampleEntry({ key: at.toString(16), vector }));
  }
}

/** Vectors around directions they have in common, `shift`ed along two coordinates. */
function around(
  random: () => number,
  weights: readonly number[],
  count: number,
  shift = 0,
): Float32Array[] {
  const common = Array.from({ length: DIMENSIONS }, random);
  return Array.from({ length: count }, (_, index) => {
    const weight = weights[index % weights.length] ?? 0;
    const values = common.map((value) => weight * value + random());
    return unit(values.map((value, at) => (at < 2 ? value + shift : value)));
  });
}

function sparse(random: () => number): Float32Array[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const values = new Float32Array(DIMENSIONS);
    for (const at of [index, 3 * index, 7 * index]) values[at % 16] = random();
    values[index % 16] = 1;
    return unit(values);
  });
}

function pairAt(
  similarity: number,
  dimensions: number,
  random: () => number,
): [Float32Array, Float32Array] {
  const left = unit(Array.from({ length: dimensions }, random));
  const other = Float32Array.from({ length: dimensions }, random);
  const along = dot(left, other);
  const across = unit(other.map((value, at) => value - along * (left[at] ?? 0)));
  const share = Math.sqrt(1 - similarity ** 2);
  return [left, unit(left.map((value, at) => similarity * value + share * (across[at] ?? 0)))];
}

function differing(left: Float32Array, right: Float32Array): number {
  const [one, other] = [turned(left), turned(right)];
  return one.reduce((sum, value, at) => sum + Number(value > 0 !== (other[at] ?? 0) > 0), 0);
}

async function useEverything(store: ReturnType<typeof libsqlStore>): Promise<void> {
  const filter = { namespace: hex("n"), model: hex("m"), tags: ["a"], sources: ["b"] };
  await store.set(sampleEntry({ tags: ["a"], sources: ["b"], payload: '{"say":"hello"}' }));
  await store.get({ scope, keys: [hex("key"), hex("normal")] });
  await store.search({ scope, space, vector: unit([1, 0, 0, 0]), limit: 3, threshold: 0.5 });
  await store.touch?.({ scope, key: hex("key") });
  await store.setAlias({ alias: "a", target: "b", namespace: "c", expiresAt: Date.now() + 9_999 });
  await store.getAlias("a");
  await (await store.lease?.("abc", 1_000))?.release();
  for (const [name, value] of Object.entries(filter)) await store.delete({ [name]: value });
  await store.delete({ entries: [{ scope, key: hex("key") }] });
  await store.delete({ createdBefore: 1 }, { dryRun: true });
  await store.size({ namespace: hex("n") });
}

function recording(
  client: ReturnType<typeof createClient>,
  statements: LibsqlStatement[],
): LibsqlClient {
  return {
    protocol: client.protocol,
    execute(statement) {
      statements.push(statement);
      return client.execute(statement);
    },
    executeMultiple: (sql) => client.executeMultiple(sql),
    batch(batch, mode) {
      statements.push(...batch);
      return client.batch(batch, mode);
    },
  };
}

async function planOf(
  client: ReturnType<typeof createClient>,
  statement: LibsqlStatement | undefined,
): Promise<string[]> {
  const { sql = "", args = [] } = statement ?? {};
  const { rows } = await client.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args });
  return rows.map(({ detail }) => String(detail));
}
