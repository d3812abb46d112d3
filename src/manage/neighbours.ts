import { parseEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import { isTrustworthy } from "../lookup/checks.ts";
import type { Embedding } from "../lookup/embedder.ts";
import type { Neighbour } from "../observe/explain/explanation.ts";
import { decodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { EntryFilter, Hex, Match, StoredEntry } from "../store.ts";
import { checkBound } from "../store-kit/names.ts";
import { toFilter } from "./by-namespace.ts";
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
 * @throws SemanticCacheError `invalid-options` without a text and an entry, and for what is none; what the
 * store and the embedding model throw.
 */
export async function neighbours(
  runtime: Runtime,
  asked: NeighbourQuery,
): Promise<readonly NearEntry[]> {
  const { store } = runtime.config;
  const { limit = USUAL_LIMIT } = asked;
  checkBound("neighbours", "limit", limit);
  const within = await toFilter(runtime, asked);
  const place = await placeOf(runtime, asked, within);
  if (!place || store.capabilities.search === "none") return [];
  const matches: Match[] = [];
  for (const scope of place.scopes) {
    // One more: the entry itself may be among them.
    const query = { ...place.embedding, scope, limit: limit + 1, threshold: -1 };
    const found = await store.search(query);
    matches.push(...found.filter((match) => isTrustworthy(match, scope)));
  }
  const best = matches
    .filter(({ entry }) => isWithin(entry, within) && place.isWanted(entry))
    .sort((left, right) => right.similarity - left.similarity);
  return judgeNeighbours(runtime, place.query, { matches: best, limit });
}

/** `undefined` where nothing is compared by meaning, or the entry is gone. */
async function placeOf(
  runtime: Runtime,
  { text, entryId }: NeighbourQuery,
  within: EntryFilter,
): Promise<Place | undefined> {
  if (text !== undefined && typeof text !== "string")
    refuse(`text must be a text; got ${typeof text}`);
  if (entryId === undefined) {
    if (text === undefined)
      refuse("give a text, the entryId of a stored entry, or both; got neither");
    return anywhere(runtime, text, within);
  }
  const address = parseEntryId(entryId);
  if (!address)
    refuse("entryId must be that of a call's metadata or of entries(); got something else");
  const { scope, key } = address;
  const entry = await runtime.config.store.get({ scope, keys: [key] });
  if (!entry) return undefined;
  if (text === undefined) return around(entry);
  const query = asAsked(runtime, text);
  const embedding = await embed(runtime, query);
  return embedding && { query, embedding, scopes: [scope], isWanted: () => true };
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
  text: string,
  within: EntryFilter,
): Promise<Place | undefined> {
  const query = asAsked(runtime, text);
  const embedding = await embed(runtime, query);
  if (!embedding) return undefined;
  const scopes = new Set<Hex>();
  for await (const { scope, space } of runtime.config.store.entries(within)) {
    if (space === embedding.space) scopes.add(scope);
    if (scopes.size === MOST_SCOPES) break;
  }
  return { query, embedding, scopes, isWanted: () => true };
}

function isWithin(entry: StoredEntry, { namespace }: EntryFilter): boolean {
  return namespace === undefined || entry.namespace === namespace;
}

/** A text as the question of a request: stored questions went through the same rules. */
function asAsked({ config: { normalize } }: Runtime, text: string): string {
  return normalize ? normalize(text, { role: "user" }) : text;
}

async function embed(runtime: Runtime, text: string): Promise<Embedding | undefined> {
  const embedder = await (await runtime.semanticTier()).embedder();
  return embedder?.embed(text, AbortSignal.timeout(EMBEDDING_TIMEOUT_MS));
}

function refuse(problem: string): never {
  throw new SemanticCacheError("invalid-options", `neighbours: ${problem}.`);
}
