import { describe, expect, test, vi } from "vitest";
import { type Alias, memoryStore, type StoreChange, type StoredEntry } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { get, KEY_A, only, search } from "./encrypted-parts.ts";
import { entryAt } from "./tiered-engine.ts";

describe("what was tampered with", () => {
  async function tampered(change: (sealed: StoredEntry) => Partial<StoredEntry>) {
    const inner = memoryStore();
    const store = encryptedStore({ store: inner, keys: [KEY_A] });
    await store.set(entryAt("a"));
    const sealed = await only(inner);
    await inner.delete({});
    await inner.set({ ...sealed, ...change(sealed) });
    const changes: StoreChange[] = [];
    store.changes?.((each) => void changes.push(each));
    return { inner, store, changes };
  }

  function flipBit(payload: string, at: number): string {
    const bytes = Buffer.from(payload.split(" ")[2] ?? "", "base64");
    const index = at < 0 ? bytes.length + at : at;
    bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
    return `encrypted/1 a ${bytes.toString("base64")}`;
  }

  test.each([
    ["the IV", 0],
    ["the ciphertext", 40],
    ["the tag", -1],
  ])("one bit of %s: not returned, removed, reported", async (_what, at) => {
    const { inner, store, changes } = await tampered(({ payload }) => ({
      payload: flipBit(payload, at),
    }));

    const found = await store.get(get);

    expect(found).toBeUndefined();
    expect(inner.size()).toMatchObject({ entries: 0 });
    expect(changes).toEqual([{ type: "corrupt", scope: "5c0be", key: "a" }]);
  });

  test.each(["", "answer/1", "encrypted/1", "encrypted/1 a", "encrypted/1 a %", '{"a":1}'])(
    "a payload that is %j is not returned, and is removed",
    async (payload) => {
      const { inner, store } = await tampered(() => ({ payload }));

      expect(await store.get(get)).toBeUndefined();
      expect(inner.size()).toMatchObject({ entries: 0 });
    },
  );

  test.each([
    ["another scope", { scope: "7", key: "a" }],
    ["another key", { scope: "5c0be", key: "b" }],
  ])(
    "an entry that was moved here from %s is not returned, and is removed",
    async (_from, from) => {
      const inner = memoryStore();
      const store = encryptedStore({ store: inner, keys: [KEY_A] });
      await store.set(entryAt("a"));
      const { scope, key } = await only(inner);
      await inner.delete({});
      await store.set(entryAt(from.key, from));
      await inner.set({ ...(await only(inner)), scope, key });

      const found = await store.get(get);

      expect(found).toBeUndefined();
      expect(await inner.get({ scope, keys: [key] })).toBeUndefined();
    },
  );

  test("another vector beside an answer does not make it answer another question", async () => {
    const { store } = await tampered(() => ({ vector: Float32Array.of(0, 1) }));

    const matches = await store.search({
      ...search,
      vector: Float32Array.of(0, 1),
      threshold: 0.5,
    });

    expect(matches).toEqual([]);
  });

  test("a later end does not make an answer live longer", async () => {
    const inner = memoryStore();
    const store = encryptedStore({ store: inner, keys: [KEY_A] });
    await store.set(entryAt("a", { expiresAt: Date.now() + 40 }));
    const sealed = await only(inner);
    await inner.set({ ...sealed, expiresAt: Date.now() + 3_600_000 });

    await vi.waitFor(async () => expect(await store.get(get)).toBeUndefined());
  });

  test("an alias that was given the target of another leads nowhere", async () => {
    const inner = memoryStore();
    const targets = new Map<string, Alias>();
    const setAlias = (alias: Alias): void => {
      targets.set(alias.alias, alias);
      inner.setAlias(alias);
    };
    const store = encryptedStore({ store: { ...inner, setAlias }, keys: [KEY_A] });
    const fields = { namespace: "a", expiresAt: Date.now() + 9_999 };
    await store.setAlias({ ...fields, alias: "1", target: "11" });
    await store.setAlias({ ...fields, alias: "2", target: "22" });
    const [one, two] = [...targets.values()];
    if (!one || !two) throw new Error("two aliases were written");

    inner.setAlias({ ...one, target: two.target });

    expect(await store.getAlias("1")).toBeUndefined();
    expect(await store.getAlias("2")).toBe("22");
  });

  test("what was stored in clear before is left alone, and is not listed", async () => {
    const inner = memoryStore();
    await inner.set(entryAt("a"));
    const store = encryptedStore({ store: inner, keys: [KEY_A] });
    const changes: StoreChange[] = [];
    store.changes?.((each) => void changes.push(each));

    const listed = await Array.fromAsync(store.entries());

    expect(listed).toEqual([]);
    expect(inner.size()).toMatchObject({ entries: 1 });
    expect(changes).toEqual([{ type: "unknown-format", scope: "5c0be", key: "a" }]);
  });
});
