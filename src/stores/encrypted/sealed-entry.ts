import { decodeBase64, encodeBase64 } from "../../base64.ts";
import type { EntryAddress, EntryFilter, StoredEntry } from "../../store.ts";
import { decodeRecord, encodeRecord, type RecordProblem } from "../../store-kit/record.ts";
import type { SecretKey } from "./secret-key.ts";

const MARK = "encrypted/1";

/** An entry as the inner store sees it: every hash blinded, everything else inside the ciphertext. */
export async function sealEntry(
  key: SecretKey,
  entry: StoredEntry,
  vectors: "plain" | "none",
): Promise<StoredEntry> {
  const { blind } = key;
  const { normalKey, space, vector, createdAt, staleAt, expiresAt } = entry;
  const address = await blindAddress(key, entry);
  const bytes = await key.encrypt(toUtf8(encodeRecord(entry)), contextOf(key, address));
  return {
    ...address,
    normalKey: normalKey && (await blind(normalKey)),
    namespace: await blind(entry.namespace),
    model: await blind(entry.model),
    tags: await Promise.all(entry.tags.map(blind)),
    sources: await Promise.all(entry.sources.map(blind)),
    space: space && vectors === "plain" ? await blind(space) : undefined,
    vector: vectors === "plain" ? vector : undefined,
    createdAt,
    staleAt,
    expiresAt,
    payload: `${MARK} ${key.id} ${encodeBase64(bytes)}`,
  };
}

/** An entry that was unsealed, and the key that was needed. */
export interface UnsealedEntry {
  readonly entry: StoredEntry;
  readonly key: SecretKey;
}

/**
 * The entry inside a sealed one. It is the ciphertext that counts: what the inner store says of times,
 * hashes and the vector is not looked at.
 */
export async function unsealEntry(
  keys: readonly SecretKey[],
  sealed: StoredEntry,
): Promise<UnsealedEntry | RecordProblem | "foreign"> {
  const [mark = "", id, text = ""] = sealed.payload.split(" ");
  if (mark !== MARK) return mark.startsWith("encrypted/") ? "unknown-format" : "foreign";
  if (id === undefined) return "corrupt";
  const key = keys.find((each) => each.id === id);
  if (!key) return "unknown-format"; // of a key that is not here any more, or not yet
  const bytes = decodeBase64(text);
  const plain = bytes && (await key.decrypt(Uint8Array.from(bytes), contextOf(key, sealed)));
  if (!plain) return "corrupt";
  const entry = decodeRecord(fromUtf8(plain));
  return typeof entry === "string" ? entry : { entry, key };
}

/** Where the inner store has an entry. */
export async function blindAddress(
  { blind }: SecretKey,
  { scope, key }: EntryAddress,
): Promise<EntryAddress> {
  return { scope: await blind(scope), key: await blind(key) };
}

/** Whether a filter names a hash: then it is another one under each key. */
export function namesHash({ createdBefore: _, ...hashes }: EntryFilter): boolean {
  return Object.values(hashes).some((value) => value !== undefined);
}

/** A filter in the words of the inner store. */
export async function blindFilter(key: SecretKey, filter: EntryFilter): Promise<EntryFilter> {
  const { entries, namespace, model, tags, sources, createdBefore } = filter;
  const { blind } = key;
  return {
    entries: entries && (await Promise.all(entries.map((address) => blindAddress(key, address)))),
    namespace: namespace && (await blind(namespace)),
    model: model && (await blind(model)),
    tags: tags && (await Promise.all(tags.map(blind))),
    sources: sources && (await Promise.all(sources.map(blind))),
    createdBefore,
  };
}

/** What is bound to a ciphertext: moved to another address it cannot be read. */
function contextOf({ id }: SecretKey, { scope, key }: EntryAddress): string {
  return JSON.stringify([MARK, id, scope, key]);
}

const toUtf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const fromUtf8 = (bytes: Uint8Array<ArrayBuffer>): string => new TextDecoder().decode(bytes);
