import { afterEach, describe, expect, test, vi } from "vitest";
import type { StoreChange } from "../../src/index.ts";
import { type PgvectorClient, pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { hex, listEntries, sampleEntry } from "../../src/testing/store-case.ts";
import { describeOn } from "../support/engines/engine.ts";
import { usePglite } from "../support/engines/pglite.ts";
import { usePgvectorTables, usePool } from "../support/pgvector-store.ts";

const address = { scope: hex("scope"), key: hex("key") };
const get = { scope: address.scope, keys: [address.key] };
const HOUR = 3_600_000;

afterEach(() => void vi.useRealTimers());

/** The whole suite: what a store does beside reading and writing. */
function suite(client: () => PgvectorClient): void {
  const tables = usePgvectorTables(client);

  function watch(store: Awaited<ReturnType<typeof tables.create>>): StoreChange[] {
    const changes: StoreChange[] = [];
    store.changes?.((change) => void changes.push(change));
    return changes;
  }

  async function change(table: string, update: string): Promise<void> {
    await client().query(`UPDATE ${tables.schema}.${table} SET ${update}`);
  }

  async function count(table: string): Promise<number> {
    const { rows } = await client().query(
      `SELECT count(*)::integer AS n FROM ${tables.schema}.${table}`,
    );
    return (rows[0] as { n: number }).n;
  }

  test("a write removes what has expired: entries, aliases and leases", async () => {
    const table = tables.freshName();
    const store = await tables.create({ table });
    const changes = watch(store);
    const past = Date.now() - 1_000;
    await store.setAlias({ alias: "a", target: "b", namespace: "c", expiresAt: past });
    await store.lease?.("d", 0);
    await store.set(sampleEntry({ key: hex("old"), expiresAt: past }));

    await store.set(sampleEntry());

    expect(await Promise.all(["", "_alias", "_lease"].map((end) => count(table + end)))).toEqual([
      1, 0, 0,
    ]);
    expect(changes).toEqual([{ type: "expire", scope: address.scope, key: hex("old") }]);
  });

  test("a write removes a bounded number of expired entries, and the next goes on", async () => {
    const table = tables.freshName();
    const store = await tables.create({ table });
    const keys = Array.from({ length: 250 }, (_, at) => hex(`key ${at}`));
    for (const key of keys) await store.set(sampleEntry({ key }));
    await change(table, "expires_at = 1");

    const left: number[] = [];
    for (const key of ["1", "2", "3"]) {
      await store.set(sampleEntry({ key }));
      left.push(await count(table));
    }

    expect(left).toEqual([151, 52, 3]);
  });

  test("the least recently used entry leaves first when there are too many", async () => {
    const store = await tables.create({ maxEntries: 2 });
    const changes = watch(store);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    for (const key of ["a", "b"]) {
      await store.set(sampleEntry({ key, expiresAt: Date.now() + HOUR }));
      vi.setSystemTime(Date.now() + 90_000);
    }

    await store.touch?.({ scope: address.scope, key: "a" });
    await store.set(sampleEntry({ key: "c" }));

    expect((await listEntries(store)).map(({ key }) => key)).toEqual(["a", "c"]);
    expect(changes).toEqual([{ type: "evict", scope: address.scope, key: "b" }]);
  });

  test("an entry that is used often is marked once a minute, so that reading costs few writes", async () => {
    const table = tables.freshName();
    const store = await tables.create({ table });
    vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
    await store.set(sampleEntry());

    vi.setSystemTime(1_800_000_000_000 + 59_000);
    await store.touch?.(address);
    const early = await client().query(`SELECT accessed_at FROM ${tables.schema}.${table}`);
    vi.setSystemTime(1_800_000_000_000 + 60_000);
    await store.touch?.(address);
    const late = await client().query(`SELECT accessed_at FROM ${tables.schema}.${table}`);

    expect([early.rows, late.rows]).toEqual([
      [{ accessed_at: 1_800_000_000_000 }],
      [{ accessed_at: 1_800_000_060_000 }],
    ]);
  });

  test.each([
    ["a payload that was cut short", "payload = left(payload, 5)"],
    ["a longer life", "expires_at = expires_at + 1"],
    ["another vector", "embedding = '[0,1,0,0]'"],
    ["a vector of another length", "embedding = '[1,0]'"],
    ["a vector that is no unit vector", "embedding = '[3,0,0,0]'"],
    ["another namespace", "namespace = 'Robert''); --'"],
    ["no checksum", "checksum = ''"],
  ])("a row with %s is not returned, is removed and told", async (_what, damage) => {
    const table = tables.freshName();
    const store = await tables.create({ table });
    const changes = watch(store);
    await store.set(sampleEntry());
    await change(table, damage);

    const found = await store.get(get);

    expect(found).toBeUndefined();
    expect(changes).toEqual([{ type: "corrupt", ...address }]);
    expect(await count(table)).toBe(0);
  });

  test.each([
    ["without an index", undefined],
    ["with an index", 4],
  ])(
    "a row of a later format is left alone, told and hides nothing from a search %s",
    async (_how, dimensions) => {
      const table = tables.freshName();
      const store = await tables.create({ table, dimensions });
      const changes = watch(store);
      await store.set(sampleEntry());
      await change(table, "format = 2");
      const further = Float32Array.of(0.95, Math.sqrt(1 - 0.95 ** 2), 0, 0);
      await store.set(sampleEntry({ key: hex("mine"), vector: further }));
      const vector = Float32Array.of(1, 0, 0, 0);
      const query = { scope: address.scope, space: hex("space"), vector, limit: 1, threshold: 0.9 };

      const matches = await store.search(query);
      const found = await store.get(get);

      expect([matches.map(({ entry }) => entry.key), found]).toEqual([[hex("mine")], undefined]);
      expect(changes).toEqual([{ type: "unknown-format", ...address }]);
      expect(await count(table)).toBe(2);
    },
  );

  test.each([
    ["NUL", "\0a\0"],
    ["a byte order mark", "\ufeff\ufeffa\ufeff"],
    ["halves of surrogate pairs", "a\ud800b\udc00\udc00\ud800"],
    ["whole surrogate pairs", "👩‍👩‍👧 \u{10ffff}"],
    ["the escape mark", "\uffff0000 \uffff \uffffffff"],
    ["what looks like SQL", "'); DROP TABLE entries; -- $1 \\x00 E'\\000'"],
    ["nothing", ""],
  ])("a payload with %s is kept to the letter", async (_what, payload) => {
    const store = await tables.create();

    await store.set(sampleEntry({ payload }));

    expect((await store.get(get))?.payload).toBe(payload);
  });

  test("any 32-bit float comes back as the same bits", async () => {
    const store = await tables.create();
    const vector = Float32Array.of(1, 1.1754943508222875e-38, -1.4e-45, 1 / 3, -0.1);
    const norm = Math.hypot(...vector);
    const unit = vector.map((value) => value / norm);

    await store.set(sampleEntry({ vector: unit }));

    expect((await store.get(get))?.vector).toEqual(unit);
  });

  test("statements have no values of a request but hashes, numbers, the vector and the payload", async () => {
    const table = tables.freshName();
    await tables.create({ table });
    const sent: unknown[] = [];
    const texts = new Set<string>();
    const spy: PgvectorClient = {
      query(text, values = []) {
        texts.add(text);
        sent.push(...values);
        return client().query(text, values);
      },
    };
    const store = pgvectorStore({ client: spy, schema: tables.schema, table });

    await store.set(sampleEntry({ payload: "secret", tags: ["a1", "b2"] }));
    await store.search({ ...get, space: "5", vector: Float32Array.of(1), limit: 1, threshold: 0 });
    await store.delete({ entries: [address], tags: ["a1"], createdBefore: 5 });
    await store.setAlias({ alias: "a", target: "b", namespace: "c", expiresAt: 1 });

    const harmless = /^[0-9a-f., [\]e-]*$/;
    const others = sent.filter((value) => value !== null && !harmless.test(String(value)));
    expect(others).toEqual(["secret"]);
    expect([...texts].join()).not.toContain(address.scope);
  });
}

describe("pgvector on PGlite, upkeep", () => suite(usePglite()));

describeOn("postgres", { store: "pgvector", client: "upkeep" }, ({ url }) => suite(usePool(url)));
