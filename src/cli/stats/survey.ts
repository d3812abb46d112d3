import { decodePayload, type Payload } from "../../response/payload.ts";
import type { CacheStore, StoredEntry } from "../../store.ts";
import { isLive } from "../../store-kit/checked-entry.ts";

/** What a store holds, counted entry by entry. Holds names, no texts. Bytes are those of texts and vectors. */
export interface Survey {
  readonly entries: number;
  readonly bytes: number;
  readonly namespaces: readonly NamedAmount[];
  /** By `provider/modelId`. */
  readonly models: readonly NamedAmount[];
  /** By embedding model (a hash) and length; entries without a vector have neither. */
  readonly vectors: readonly VectorAmount[];
  /** By age, in milliseconds: up to the first bound, to the second, and so on; the last has no bound. */
  readonly ages: readonly { readonly upToMs: number | null; readonly entries: number }[];
  /** Past their lifetime, and still kept to be served while they are renewed. */
  readonly stale: number;
  /** That will be gone within an hour, and within a day. */
  readonly expiring: { readonly hour: number; readonly day: number };
  readonly pinned: number;
  /** Known to be wrong, and served to nobody. */
  readonly quarantined: number;
  /** Answers of another version of this package. */
  readonly unknownFormat: number;
  /** Embeddings that `cachedEmbeddings` remembers. */
  readonly embeddings: number;
  /** Neither: damaged, or encrypted with a key that is not here. */
  readonly unreadable: number;
}

/** A name, and what is stored under it. */
export interface NamedAmount {
  readonly name: string;
  readonly entries: number;
  readonly bytes: number;
}

/** Vectors of one embedding model. */
export interface VectorAmount {
  readonly space: string | null;
  readonly dimensions: number | null;
  readonly entries: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AGES = [HOUR, DAY, 7 * DAY, 30 * DAY, null];

/** Reads all entries of a store, or of one namespace (a hash), and counts them. */
export async function survey(
  store: CacheStore,
  options: {
    readonly namespace?: string | undefined;
    readonly onEntry?: ((entries: number) => void) | undefined;
  } = {},
): Promise<Survey> {
  const count = createCount(Date.now());
  let read = 0;
  for await (const entry of store.entries({ namespace: options.namespace })) {
    if (isLive(entry)) count.add(entry);
    options.onEntry?.(++read);
  }
  return count.result();
}

interface Count {
  add(entry: StoredEntry): void;
  result(): Survey;
}

function createCount(now: number): Count {
  const namespaces = new Map<string, NamedAmount>();
  const models = new Map<string, NamedAmount>();
  const vectors = new Map<string, VectorAmount>();
  const ages = AGES.map((upToMs) => ({ upToMs, entries: 0 }));
  const sums = { entries: 0, bytes: 0, stale: 0, pinned: 0, quarantined: 0 };
  const other = { unknownFormat: 0, embeddings: 0, unreadable: 0 };
  const expiring = { hour: 0, day: 0 };

  function addAnswer(entry: StoredEntry, payload: Payload): void {
    const bytes = entry.payload.length + (entry.vector?.byteLength ?? 0);
    sums.entries++;
    sums.bytes += bytes;
    addNamed(namespaces, payload.namespace, bytes);
    addNamed(models, payload.model, bytes);
    addVector(vectors, entry);
    addTimes(entry);
    if (payload.pinned) sums.pinned++;
    if (payload.learned?.quarantinedAt !== undefined) sums.quarantined++;
  }

  function addTimes({ createdAt, staleAt, expiresAt }: StoredEntry): void {
    const stretch = ages.find(({ upToMs }) => upToMs === null || now - createdAt <= upToMs);
    if (stretch) stretch.entries++;
    if (staleAt <= now) sums.stale++;
    if (expiresAt <= now + HOUR) expiring.hour++;
    if (expiresAt <= now + DAY) expiring.day++;
  }

  return {
    add(entry) {
      const payload = decodePayload(entry.payload);
      if (typeof payload !== "string") addAnswer(entry, payload);
      else if (payload === "unknown-format") other.unknownFormat++;
      else if (entry.payload.startsWith("embedding/")) other.embeddings++;
      else other.unreadable++;
    },
    result: () => ({
      ...sums,
      namespaces: largestFirst(namespaces),
      models: largestFirst(models),
      vectors: largestFirst(vectors),
      ages,
      expiring,
      ...other,
    }),
  };
}

function addNamed(amounts: Map<string, NamedAmount>, name: string, bytes: number): void {
  const known = amounts.get(name) ?? { name, entries: 0, bytes: 0 };
  amounts.set(name, { name, entries: known.entries + 1, bytes: known.bytes + bytes });
}

function addVector(amounts: Map<string, VectorAmount>, { space, vector }: StoredEntry): void {
  const name = `${space}:${vector?.length}`;
  const own = { space: space ?? null, dimensions: vector?.length ?? null };
  amounts.set(name, { ...own, entries: (amounts.get(name)?.entries ?? 0) + 1 });
}

function largestFirst<Amount extends { readonly entries: number }>(
  amounts: ReadonlyMap<string, Amount>,
): Amount[] {
  return [...amounts.values()].sort((left, right) => right.entries - left.entries);
}
