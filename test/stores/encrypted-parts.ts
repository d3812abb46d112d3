import type { CacheStore, SearchQuery, StoredEntry } from "../../src/index.ts";
import type { EncryptionKey } from "../../src/stores/encrypted/index.ts";

export const KEY_A: EncryptionKey = { id: "a", secret: "the first secret, 32 characters." };
export const KEY_B: EncryptionKey = { id: "b", secret: "a second one, of bytes or a text" };

/** Asks for the entry at `a`, by key and by meaning. */
export const get: { scope: string; keys: string[] } = { scope: "5c0be", keys: ["a"] };
export const search: SearchQuery = {
  scope: "5c0be",
  space: "c",
  vector: Float32Array.of(1, 0),
  limit: 5,
  threshold: 0,
};

/** The first entry of a store. */
export async function only(store: CacheStore): Promise<StoredEntry> {
  const [entry] = await Array.fromAsync(store.entries());
  if (!entry) throw new Error("the store is empty");
  return entry;
}
