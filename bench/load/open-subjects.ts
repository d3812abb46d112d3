import type { Connection, Subject } from "../stores/subject.ts";
import { SUBJECTS } from "../stores/subjects.ts";
import { type LoadedCache, loadedCache } from "./loaded-cache.ts";

/** A store under load. */
export interface Loaded extends LoadedCache {
  readonly name: string;
  readonly entries: number;
  close(): Promise<void>;
}

/** Stores that are measured unless others are asked for: one of each kind. */
const STORES: readonly string[] = [
  "memory",
  "redis",
  "redis-search",
  "libsql",
  "pgvector-hnsw",
  "upstash-redis-stand-in",
  "upstash-vector-stand-in",
  "tiered-redis",
  "encrypted-redis",
];

/** All names that may be asked for. */
export const STORE_NAMES: readonly string[] = SUBJECTS.map(({ name }) => name);

/** The stores that are named, else {@link STORES}. */
export function chosenSubjects(names: readonly string[]): readonly Subject[] {
  const wanted = names.length > 0 ? names : STORES;
  return SUBJECTS.filter(({ name }) => wanted.includes(name));
}

/** Starts the engine of a store, and puts a cache that holds so many answers in front of it. */
export async function openLoaded(subject: Subject, entries: number): Promise<Loaded> {
  const backend = await subject.start();
  const connection = await backend.connect(backend.url ?? "");
  const loaded = loadedCache(connection.store, entries);
  await loaded.fill(entries);
  return {
    ...loaded,
    name: subject.name,
    entries,
    close: () => closeAll(loaded, connection, backend),
  };
}

/** Lets go of a cache, its store's client and its engine, in this order. */
export async function closeAll(
  { cache }: LoadedCache,
  connection: Connection,
  backend: { stop(): Promise<unknown> },
): Promise<void> {
  await cache.flush();
  await connection.close();
  await backend.stop();
}
