import type { CacheStore, MaybePromise, SearchQuery, StoredEntry } from "../../store.ts";

/** What the steps of a store took, in milliseconds: medians, of removing the only one. */
export interface Latencies {
  readonly set: number;
  readonly get: number;
  /** Absent where there is nothing to search by. */
  readonly search?: number | undefined;
  readonly delete: number;
}

/** What a round trip came to. */
export interface RoundTrip {
  readonly latencies: Latencies;
  /** What the store did not do, in words. */
  readonly problems: readonly string[];
}

/** Should this process die in between, the store forgets by itself. */
const LIFETIME_MS = 60_000;
const ROUNDS = 5;
/** Stores in which writes are seen later say so. */
const EVENTUAL_MS = 10_000;

/**
 * Writes, reads, finds and removes an entry of its own, in a partition nobody else can have. It leaves
 * nothing behind, also when it fails.
 *
 * @throws what the store throws.
 */
export async function roundTrip(
  store: CacheStore,
  dimensions: number | undefined,
): Promise<RoundTrip> {
  const entry = throwawayEntry(dimensions);
  const { scope, key, payload } = entry;
  const get = () => store.get({ scope, keys: [key] });
  const query = store.capabilities.search === "none" ? undefined : queryFor(entry);
  const problems: string[] = [];
  const within = store.capabilities.consistency === "eventual" ? EVENTUAL_MS : 0;
  const expect = async (problem: string, isSo: () => Promise<boolean>): Promise<void> => {
    if (!(await soon(isSo, within))) problems.push(problem);
  };

  let removal = 0;
  const times: Omit<Latencies, "delete"> = await measure().finally(async () => {
    removal = await timed(() => store.delete({ namespace: entry.namespace }));
  });
  await expect("what was removed is still there", async () => (await get()) === undefined);
  return { latencies: { ...times, delete: removal }, problems };

  async function measure(): Promise<Omit<Latencies, "delete">> {
    const set = await median(() => store.set(entry));
    const read = await median(get);
    await expect(
      "what was written is not read again",
      async () => (await get())?.payload === payload,
    );
    if (!query) return { set, get: read };
    const search = await median(() => store.search(query));
    await expect(
      "what was written is not found by its vector",
      async () => (await store.search(query)).length === 1,
    );
    return { set, get: read, search };
  }
}

function throwawayEntry(dimensions: number | undefined): StoredEntry {
  const createdAt = Date.now();
  const expiresAt = createdAt + LIFETIME_MS;
  const [scope, key, namespace, model] = [randomHex(), randomHex(), randomHex(), randomHex()];
  const vector = dimensions === undefined ? undefined : new Float32Array(dimensions);
  if (vector) vector[0] = 1;
  return {
    ...{ scope, key, namespace, model, tags: [], sources: [] },
    ...(vector && { space: randomHex(), vector }),
    ...{ createdAt, staleAt: expiresAt, expiresAt, payload: "ai-sdk-semantic-cache doctor" },
  };
}

function queryFor({ scope, space, vector }: StoredEntry): SearchQuery | undefined {
  if (space === undefined || vector === undefined) return undefined;
  return { scope, space, vector, limit: 1, threshold: 0.5 };
}

function randomHex(): string {
  return `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll("-", "");
}

async function median(work: () => MaybePromise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await timed(work));
  times.sort((left, right) => left - right);
  return times[Math.floor(ROUNDS / 2)] ?? 0;
}

async function timed(work: () => MaybePromise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function soon(isSo: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    if (await isSo()) return true;
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
