import { checksum } from "../../checksum.ts";
import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import type { Alias, EntryAddress, Hex, StoredEntry } from "../../store.ts";
import { checkedEntry, isHex } from "../../store-kit/checked-entry.ts";
import { decodeRecord, encodeRecord, type RecordProblem } from "../../store-kit/record.ts";
import type { VectorItem } from "./vector-client.ts";
import type { FoundItem } from "./vector-service.ts";

/** The most bytes of a record: beyond this, a second store keeps entries better. */
const MOST_RECORD_BYTES = 1_000_000;

/** All fields of an entry but its vector and its payload. */
export type Header = Omit<StoredEntry, "vector" | "payload">;

export const ENTRIES = "e.";
export const ALIASES = "a.";

export const entryId = ({ scope, key }: EntryAddress): string => `${ENTRIES}${scope}.${key}`;
export const pointerId = (scope: Hex, normalKey: Hex): string => `n.${scope}.${normalKey}`;
export const aliasId = (alias: Hex): string => `${ALIASES}${alias}`;

/** The address in the id of an entry's record. */
export function addressOf(id: string): EntryAddress | undefined {
  const [, scope, key] = /^e\.([0-9a-f]+)\.([0-9a-f]+)$/.exec(id) ?? [];
  return scope && key ? { scope, key } : undefined;
}

/**
 * An entry as records: its text with its fields to list it by, and a pointer from the key of its normal form.
 *
 * @throws SemanticCacheError `store` when the text is too long.
 */
export function entryItems(entry: StoredEntry, dimension: number): VectorItem[] {
  const { vector: _vector, payload: _payload, ...fields } = entry;
  const data = encodeRecord(entry);
  const bytes = new TextEncoder().encode(data).byteLength;
  if (bytes > MOST_RECORD_BYTES) {
    throw new SemanticCacheError(
      "store",
      `upstashVectorStore: an entry of ${bytes} bytes is too large for a vector index (${MOST_RECORD_BYTES}). Pass a second store as "records".`,
    );
  }
  const { scope, key, normalKey, expiresAt } = entry;
  const id = entryId(entry);
  const record = { id, vector: placeholder(id, dimension), metadata: { ...fields }, data };
  if (normalKey === undefined) return [record];
  const pointer = pointerId(scope, normalKey);
  return [
    record,
    { id: pointer, vector: placeholder(pointer, dimension), metadata: { key, expiresAt } },
  ];
}

/** An alias as a record. */
export function aliasItem({ alias, ...metadata }: Alias, dimension: number): VectorItem {
  const id = aliasId(alias);
  return { id, vector: placeholder(id, dimension), metadata };
}

/** The entry that the text of a record tells, when it is the one of the record's own address. */
export function entryOf(data: unknown, address: EntryAddress): StoredEntry | RecordProblem {
  const entry = typeof data === "string" ? decodeRecord(data, { scope: address.scope }) : "corrupt";
  return typeof entry === "string" || entry.key === address.key ? entry : "corrupt";
}

/** The fields of an entry, as the metadata of its record says them. */
export function headerOf({ id, metadata }: FoundItem): Header | undefined {
  const address = addressOf(id);
  const header = address && checkedEntry(metadata, undefined, "", address);
  return header?.key === address?.key ? header : undefined;
}

/** Where a pointer leads. */
export function targetOf(item: FoundItem | undefined): Hex | undefined {
  const key = isRecord(item?.metadata) ? item.metadata.key : undefined;
  return isHex(key) ? key : undefined;
}

/** The alias of a record, or `undefined` when it is none. */
export function aliasOf({ id, metadata }: FoundItem): Alias | undefined {
  const alias = id.slice(ALIASES.length);
  const { target, namespace, expiresAt } = isRecord(metadata) ? metadata : {};
  if (!isHex(alias) || !isHex(target) || !isHex(namespace)) return undefined;
  return typeof expiresAt === "number" ? { alias, target, namespace, expiresAt } : undefined;
}

/**
 * Every record of an index needs a vector, also one that is never searched. These differ, so that no index
 * has to sort out thousands of equal ones.
 */
function placeholder(id: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0);
  vector[Number.parseInt(checksum(id), 16) % dimension] = 1;
  return vector;
}
