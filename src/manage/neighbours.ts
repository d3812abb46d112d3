import { parseEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import type { Embedding } from "../lookup/embedder.ts";
import type { Neighbour } from "../observe/explain/explanation.ts";
import { decodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { Hex, Match, StoredEntry } from "../store.ts";
import type { EntryView } from "./entry-view.ts";
import { judgeNeighbours } from "./judge-neighbours.ts";

/** Whose neighbours are looked for: a text's, an entry's, or a text's where an entry is. */
export interface NeighbourQuery {
  /** A question. @default that of the entry, which is then left out */
  readonly text?: string | undefined;
  /** Looks only where this entry is: in its scope. @default in every scope there is, up to 1,000 */
  readonly entryId?: string | undefined;
  /** Only entries of this namespace. @default of all */
  readonly namespace?: string | undefined;
  /** Most that are returned. @default 10 */
  readonly limit?: number | undefined;
}

/** A stored question that is near, and its entry. */
export interface NearEntry extends Neighbour {
  readonly entry: EntryView;
}

const MOST_SCOPES = 1_000;
const USUAL_LIMIT = 10;
const EMBEDDING_TIMEOUT_MS = 30_000;

/** A question as a point, and where to look around it. */
interface Place {
  readonly query: string;
  readonly embedding: Embedding;
  readonly scopes: Iterable<Hex>;
  isWanted(entry: StoredEntry): boolean;
}

/**
 * The nearest stored questions, best first. Guards and policy of the cache judge each as they would judge
 * a question of the same scope; its verifier is not asked.
 *
 * @throws SemanticCacheError `invalid-options` without a text and an entry, and for what is no entry id;
 * what the store and the embedding model throw.
 */
export async function neighbours(
  runtime: Runtime,
  asked: NeighbourQuery,
): Promise<readonly NearEntry[]> {
  const { store } = runtime.config;
  const { limit = USUAL_LIMIT } = asked;
  const place = await placeOf(runtime, asked);
  if (!place || store.capabilities.search === "none") return [];
  const matches: Match[] = [];
  for (const scope of place.scopes) {
    // One more: the entry itself may be among them.
    const query = { ...place.embedding, scope, limit: limit + 1, threshold: -1 };
    matches.push(...(await store.search(query)));
  }
  const best = matches
    .filter(({ entry }) => place.isWanted(entry))
    .sort((left, right) => right.similarity - left.similarity);
  return judgeNeighbours(runtime, place.query, best.slice(0, limit));
}

/** `undefined` where nothing is compared by meaning, or the entry is gone. */
async function placeOf(
  runtime: Runtime,
  { text, entryId, namespace }: NeighbourQuery,
): Promise<Place | undefined> {
  if (entryId === undefined)
    return text === undefined ? refuse() : anywhere(runtime, text, namespace);
  const address = parseEntryId(entryId);
  if (!address) return refuse();
  const { scope, key } = address;
  const entry = await runtime.config.store.get({ scope, keys: [key] });
  if (!entry) return undefined;
  if (text === undefined) return around(entry);
  const embedding = await embed(runtime, text);
  return embedding && { query: text, embedding, scopes: [scope], isWanted: () => true };
}

function around(entry: StoredEntry): Place | undefined {
  const { vector, space, scope, key, payload } = entry;
  const read = decodePayload(payload);
  if (!vector || !space || typeof read === "string") return undefined;
  const { query = "" } = read;
  const isWanted = (other: StoredEntry): boolean => other.key !== key;
  return { query, embedding: { vector, space }, scopes: [scope], isWanted };
}

async function anywhere(
  runtime: Runtime,
  query: string,
  name: string | undefined,
): Promise<Place | undefined> {
  const { store, hasher } = runtime.config;
  const embedding = await embed(runtime, query);
  if (!embedding) return undefined;
  const namespace = name === undefined ? undefined : await hasher.repeatedText(`namespace:${name}`);
  const scopes = new Set<Hex>();
  for await (const { scope, space } of store.entries({ namespace })) {
    if (space === embedding.space) scopes.add(scope);
    if (scopes.size === MOST_SCOPES) break;
  }
  const isWanted = (entry: StoredEntry): boolean =>
    namespace === undefined || entry.namespace === namespace;
  return { query, embedding, scopes, isWanted };
}

async function embed(runtime: Runtime, text: string): Promise<Embedding | undefined> {
  const embedder = await (await runtime.semanticTier()).embedder();
  return embedder?.embed(text, AbortSignal.timeout(EMBEDDING_TIMEOUT_MS));
}

function refuse(): never {
  const message = "neighbours: give a text, the entryId of a stored entry, or both; got neither.";
  throw new SemanticCacheError("invalid-options", message);
}
