import { expect, test } from "vitest";
import type { SearchQuery } from "../../src/index.ts";
import { dot } from "../../src/similarity.ts";
import type { PgvectorStore } from "../../src/stores/pgvector/index.ts";
import { toSearch } from "../../src/stores/pgvector/search.ts";
import { toTables } from "../../src/stores/pgvector/tables.ts";
import { hex, sampleEntry } from "../../src/testing/store-case.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePgvectorTables, usePool } from "../support/pgvector-store.ts";

const SCOPE = hex("scope");
/** More than are compared one by one. */
const MANY = 5_200;

/** Vectors that are the same in every run. */
function createVectors(dimensions: number, seed = 1): () => Float32Array {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff - 0.5;
  };
  return () => unit(Float32Array.from({ length: dimensions }, next));
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / norm);
}

function toQuery(vector: Float32Array, limit = 1, threshold = 0.5): SearchQuery {
  return { scope: SCOPE, space: hex("space"), vector, limit, threshold };
}

describeOn("postgres", { store: "pgvector", client: "search" }, ({ url }) => {
  const pool = usePool(url);
  const { create, freshName, schema } = usePgvectorTables(pool);

  /** Copies of all rows of a table, made by the server: for a store to count and compare, not to read. */
  async function multiply(table: string, times: number, embedding = "embedding"): Promise<void> {
    const columns =
      "namespace, model, tags, sources, space, created_at, stale_at, expires_at, accessed_at, format, checksum, payload";
    await pool().query(`INSERT INTO ${schema}.${table} (scope, key, embedding, ${columns})
      SELECT scope, key || to_hex(copy), ${embedding}, ${columns}
      FROM ${schema}.${table}, generate_series(1, ${times}) AS copy`);
  }

  async function setAll(store: PgvectorStore, vectors: readonly Float32Array[]): Promise<void> {
    const write = (vector: Float32Array, at: number): PromiseLike<void> | void =>
      store.set(sampleEntry({ key: (at + 0xa00000).toString(16), vector }));
    for (let at = 0; at < vectors.length; at += 10) {
      await Promise.all(vectors.slice(at, at + 10).map((vector, next) => write(vector, at + next)));
    }
  }

  test("in a scope of thousands the index finds what comparing all finds", async () => {
    const table = freshName();
    const [indexed, exact] = [await create({ table, dimensions: 32 }), await create({ table })];
    await setAll(indexed, Array.from({ length: 1_500 }, createVectors(32)));
    await multiply(table, 3, "NULL::vector");
    const queries = Array.from({ length: 100 }, createVectors(32, 2)).map((vector) =>
      toQuery(vector, 5, -1),
    );

    let agreed = 0;
    for (const query of queries) {
      const [found, truth] = [await keysOf(indexed, query), await keysOf(exact, query)];
      if (found[0] === truth[0]) agreed++;
    }

    expect(agreed).toBeGreaterThanOrEqual(98);
  });

  test("vectors of 3,072 dimensions are found through an index of half precision", async () => {
    const table = freshName();
    const store = await create({ table, dimensions: 3_072 });
    const vectors = Array.from({ length: 20 }, createVectors(3_072));
    await setAll(store, vectors);
    await multiply(table, MANY / 20, "NULL::vector");
    const [some = Float32Array.of()] = vectors.slice(7);

    const [match] = await store.search(toQuery(some));

    expect(match).toMatchObject({ entry: { key: "a00007", vector: some } });
    expect(match?.similarity).toBeCloseTo(1, 6);
  });

  test("vectors of 8,192 dimensions are found without an index", async () => {
    const store = await create({ dimensions: 384 });
    const vectors = Array.from({ length: 3 }, createVectors(8_192));
    await setAll(store, vectors);

    const matches = await store.search(toQuery(vectors[1] ?? Float32Array.of()));

    expect(matches.map(({ entry }) => entry.key)).toEqual(["a00001"]);
  });

  test("a large neighbour hides no entry of a small scope", async () => {
    const table = freshName();
    const store = await create({ table, dimensions: 32 });
    const vector = createVectors(32)();
    await store.set(sampleEntry({ scope: hex("neighbour"), vector }));
    await multiply(table, MANY);
    await store.set(
      sampleEntry({ key: hex("mine"), vector: unit(vector.map((v, at) => (at ? v : v + 1))) }),
    );

    const matches = await store.search(toQuery(vector, 10, -1));

    expect(matches.map(({ entry }) => entry.key)).toEqual([hex("mine")]);
  });

  test("a large scope with few vectors of this space loses none of them", async () => {
    const table = freshName();
    const store = await create({ table, dimensions: 32 });
    const vector = createVectors(32)();
    await store.set(sampleEntry({ space: hex("another model"), vector }));
    await multiply(table, MANY);
    await setAll(store, Array.from({ length: 3 }, createVectors(32)));

    const matches = await store.search(toQuery(vector, 10, -1));

    expect(matches).toHaveLength(3);
  });

  test.each([
    ["without an index", undefined],
    ["with an index", 32],
  ])("%s a scope is looked up by its key, not by reading the table", async (_how, dimensions) => {
    const table = freshName();
    const store = await create({ table, dimensions });
    await store.set(sampleEntry({ scope: hex("neighbour"), vector: createVectors(32)() }));
    await multiply(table, MANY);
    const [text, values] = toSearch(
      toTables({ schema, table, dimensions }),
      toQuery(createVectors(32)()),
    );

    const { rows } = await pool().query(`EXPLAIN ${text}`, values);

    const plan = JSON.stringify(rows);
    expect(plan).toContain(`${table}_pkey`);
    expect(plan).not.toMatch(/Seq Scan|_expiry/);
  });

  test("the index of a length serves the search of a large scope", async () => {
    const table = freshName();
    const store = await create({ table, dimensions: 32 });
    await store.set(sampleEntry({ vector: createVectors(32)() }));
    await multiply(table, MANY);
    const scans = `SELECT idx_scan::integer AS scans FROM pg_stat_user_indexes
      WHERE schemaname = '${schema}' AND indexrelname = '${table}_hnsw_32'`;

    await store.search(toQuery(createVectors(32)()));

    await expect
      .poll(async () => (await pool().query(scans)).rows[0]?.scans, { timeout: 15_000 })
      .toBeGreaterThan(0);
  });
});

async function keysOf(store: PgvectorStore, query: SearchQuery): Promise<readonly string[]> {
  return (await store.search(query)).map(({ entry }) => entry.key);
}
