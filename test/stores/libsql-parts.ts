import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CacheStore, StoreChange } from "../../src/index.ts";
import { hex, sampleEntry } from "../../src/testing/store-case.ts";

export { hex, sampleEntry };

/** A folder for database files: a name gives the URL of a file that is not there yet. */
export interface Folder {
  fresh(): string;
  remove(): void;
}

/** Makes an empty folder. */
export function createFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "semantic-cache-libsql-"));
  let files = 0;
  return {
    fresh: () => `file:${join(path, `${files++}.db`)}`,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** What a store tells of, as `type key`, in order. */
export function recordChanges(store: CacheStore): StoreChange[] {
  const changes: StoreChange[] = [];
  store.changes?.((change) => void changes.push(change));
  return changes;
}

/** Asks for the sample entry, or the one of another key. */
export async function find(
  store: CacheStore,
  key: string = hex("key"),
): Promise<string | undefined> {
  return (await store.get({ scope: hex("scope"), keys: [key] }))?.payload;
}

/** Random numbers that are the same in every run, about normally distributed. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 2 ** 24 - 0.5;
  };
  return () => next() + next() + next();
}

/** A vector of length 1. */
export function unit(values: Iterable<number>): Float32Array {
  const vector = Float32Array.from(values);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
