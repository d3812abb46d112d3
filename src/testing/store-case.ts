import type { CacheStore, MaybePromise, StoredEntry } from "../store.ts";

/** A case before it has a store. */
export interface StoreCase {
  readonly name: string;
  /** Whether the promise is asked of a store with these capabilities. @default always */
  applies?(capabilities: CacheStore["capabilities"]): boolean;
  run(store: CacheStore, until: Until): Promise<void>;
}

/** Reads again and again until `done` holds, for stores whose writes become visible later. */
export type Until = <T>(read: () => MaybePromise<T>, done: (value: T) => boolean) => Promise<T>;

/** Sixty-four hex digits that stand for `name`: what a hash looks like to a store. */
export function hex(name: string): string {
  let digits = "";
  for (let at = 0; at < 32; at++) {
    const code = (name.codePointAt(at % (name.length || 1)) ?? 0) * 31 + at * 7 + name.length;
    digits += (code % 256).toString(16).padStart(2, "0");
  }
  return digits;
}

/** An entry for a test; every field can be said. */
export function sampleEntry(fields: Partial<StoredEntry> = {}): StoredEntry {
  const createdAt = Date.now();
  return {
    scope: hex("scope"),
    key: hex("key"),
    namespace: hex("namespace"),
    model: hex("model"),
    tags: [],
    sources: [],
    space: hex("space"),
    vector: Float32Array.of(1, 0, 0, 0),
    createdAt,
    staleAt: createdAt + 3_600_000,
    expiresAt: createdAt + 3_600_000,
    payload: '{"format":1}',
    ...fields,
  };
}

/** All entries a store lists. */
export async function listEntries(store: CacheStore): Promise<StoredEntry[]> {
  const found: StoredEntry[] = [];
  for await (const entry of store.entries()) found.push(entry);
  return found;
}
