import { describe, expect, test, vi } from "vitest";
import type { StoreChange } from "../../src/index.ts";
import { dot } from "../../src/similarity.ts";
import { type PgvectorClient, pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { hex, sampleEntry } from "../../src/testing/store-case.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePglite } from "../support/engines/pglite.ts";
import { usePgvectorTables, usePool } from "../support/pgvector-store.ts";

const address = { scope: hex("scope"), key: hex("key") };
const get = { scope: address.scope, keys: [address.key] };
const vector = Float32Array.of(1, 0, 0, 0);
const search = { scope: address.scope, space: hex("space"), vector, limit: 5, threshold: 0.9 };

/** The whole suite: rows that were changed by others, and clients that return them in their own way. */
function suite(client: () => PgvectorClient): void {
  const tables = usePgvectorTables(client);

  /** A store whose client is asked by `query`, another on the same rows, and what changes those rows. */
  async function pair(query: PgvectorClient["query"] = (...asked) => client().query(...asked)) {
    const table = tables.freshName();
    const other = await tables.create({ table });
    const store = pgvectorStore({ client: { query }, schema: tables.schema, table });
    const changes: StoreChange[] = [];
    store.changes?.((change) => void changes.push(change));
    const damage = (update: string): PromiseLike<unknown> =>
      client().query(`UPDATE ${tables.schema}.${table} SET ${update}`);
    return { store, other, changes, damage };
  }

  test("a vector with a negative zero comes back as the same bits", async () => {
    const store = await tables.create();
    const signed = Float32Array.of(-1, -0, 0, -0);

    await store.set(sampleEntry({ vector: signed }));

    expect((await store.get(get))?.vector).toEqual(signed);
  });

  test("a damaged vector of another length keeps no neighbour from being found", async () => {
    const { store, damage } = await pair();
    await store.set(sampleEntry());
    await damage("embedding = '[1,0]'");
    await store.set(sampleEntry({ key: hex("sound") }));

    const matches = await store.search(search);

    expect(matches.map(({ entry }) => entry.key)).toEqual([hex("sound")]);
  });

  test("an entry written over a damaged one is not removed for it", async () => {
    let replace: (() => PromiseLike<void> | void) | undefined;
    const { store, other, changes, damage } = await pair(async (text, values) => {
      const result = await client().query(text, values);
      await replace?.();
      return result;
    });
    await other.set(sampleEntry());
    await damage("payload = left(payload, 5)");
    replace = () => {
      replace = undefined;
      return other.set(sampleEntry({ payload: "whole" }));
    };

    const found = await store.get(get);

    expect([found, changes.map(({ type }) => type)]).toEqual([undefined, ["corrupt"]]);
    expect((await other.get(get))?.payload).toBe("whole");
  });

  test("a damaged row that cannot be removed is a miss all the same", async () => {
    const { store, other, changes, damage } = await pair(async (text, values) => {
      if (/DELETE/.test(text)) throw new Error("cannot execute DELETE in a read-only transaction");
      return client().query(text, values);
    });
    await other.set(sampleEntry());
    await damage("payload = left(payload, 5)");

    expect([await store.get(get), changes.map(({ type }) => type)]).toEqual([
      undefined,
      ["corrupt"],
    ]);
  });

  test("a row of a later format hides no entry that answers the same request", async () => {
    const { store, damage } = await pair();
    await store.set(sampleEntry({ normalKey: hex("normal") }));
    await damage("format = 2");
    const mine = sampleEntry({ key: hex("mine"), normalKey: hex("normal"), payload: "mine" });
    await store.set({ ...mine, createdAt: mine.createdAt - 1 });

    const found = await Promise.all(
      [[hex("normal")], [address.key, hex("normal")]].map((keys) => store.get({ ...get, keys })),
    );

    expect(found.map((entry) => entry?.payload)).toEqual(["mine", "mine"]);
  });

  test("a client that returns numbers as text loses nothing", async () => {
    const asText = (value: unknown): unknown => (typeof value === "number" ? `${value}` : value);
    const { store, other, changes } = await pair(async (text, values) => {
      const { rows } = await client().query(text, values);
      return {
        rows: rows.map((row) =>
          Object.fromEntries(Object.entries(row as object).map(([k, v]) => [k, asText(v)])),
        ),
      };
    });
    await other.set(sampleEntry());

    expect([await store.get(get), changes]).toEqual([await other.get(get), []]);
  });

  test("an entry exactly at the threshold is found, however the engine rounds", async () => {
    const store = await tables.create();
    const near = Float32Array.of(0.9, Math.sqrt(1 - 0.9 ** 2), 0, 0);
    await store.set(sampleEntry({ vector: near }));

    const matches = await store.search({ ...search, threshold: dot(near, vector) });

    expect(matches).toHaveLength(1);
  });

  test("a lease that ran out can be taken by another", async () => {
    const store = await tables.create();
    await store.lease?.("a", 0);

    const taken = [await store.lease?.("a", 60_000), await store.lease?.("a", 60_000)];

    expect(taken.map(Boolean)).toEqual([true, false]);
  });

  test("an entry whose time comes while a list is read is not listed", async () => {
    const store = await tables.create();
    await store.set(sampleEntry({ key: "a" }));
    await store.set(sampleEntry({ key: "b", expiresAt: Date.now() + 30_000 }));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });

    const listed: string[] = [];
    for await (const { key } of store.entries()) {
      listed.push(key);
      vi.setSystemTime(Date.now() + 30_001);
    }
    vi.useRealTimers();

    expect(listed).toEqual(["a"]);
  });
}

describe("pgvector on PGlite, rows", () => suite(usePglite()));

describeOn("postgres", { store: "pgvector", client: "rows" }, ({ url }) => suite(usePool(url)));
