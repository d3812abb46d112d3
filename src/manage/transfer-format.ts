import { decodeBase64, encodeBase64 } from "../base64.ts";
import { checksum } from "../checksum.ts";
import type { Hasher } from "../hash.ts";
import { isRecord } from "../is-record.ts";
import { decodePayload, type Payload } from "../response/payload.ts";
import type { Hex, MaybePromise, StoredEntry } from "../store.ts";
import { checkedEntry } from "../store-kit/checked-entry.ts";
import { fromBytes, toBytes } from "../store-kit/vector-bytes.ts";

/** Name and version of the form: a reader refuses any other. */
export const TRANSFER_FORMAT = "ai-sdk-semantic-cache/1";

/** The first line of an export. */
export interface TransferHeader {
  readonly format: string;
  /** ISO 8601. */
  readonly exportedAt: string;
  /** `provider/modelId` of the model the vectors are from; `null` where there was none. */
  readonly embeddingModel: string | null;
  /** Tells caches with another `secret` apart: they could never find these entries. */
  readonly hashing: Hex;
}

/** The last line of an export: without it the file was cut. */
export interface TransferEnd {
  readonly end: { readonly entries: number };
}

/** What {@link TransferHeader} says of a cache's hashes: the hash of a text everybody knows. */
export function hashingOf(hasher: Hasher): MaybePromise<Hex> {
  return hasher.repeatedText("hashing of ai-sdk-semantic-cache");
}

/** An entry as one line: its index fields, its vector as base64, its payload as it is stored. */
export function encodeEntryLine({ vector, payload, ...entry }: StoredEntry): string {
  const base64 = vector ? encodeBase64(toBytes(vector)) : null;
  const sum = checksum(bodyOf(entry, base64, payload));
  return JSON.stringify({ entry, vector: base64, payload, checksum: sum });
}

/** An entry of a file, and what it says. */
export interface TransferredEntry {
  readonly entry: StoredEntry;
  readonly payload: Payload;
}

/**
 * The entry of a line, or `undefined` when anything of it is off. Nothing is trusted: checksum, fields,
 * vector and payload are checked, and everything is copied.
 */
export function decodeEntryLine(
  line: unknown,
  maxCharacters: number,
): TransferredEntry | undefined {
  if (!isRecord(line) || typeof line.payload !== "string") return undefined;
  const { entry: fields, vector: base64, payload } = line;
  if (payload.length > maxCharacters) return undefined;
  if (!isRecord(fields) || !Object.values(fields).every(isFlat)) return undefined;
  if (line.checksum !== checksum(bodyOf(fields, base64, payload))) return undefined;
  const vector = typeof base64 === "string" ? vectorOf(base64) : undefined;
  if (base64 !== null && !vector) return undefined;
  const entry = checkedEntry(fields, vector, payload);
  const read = decodePayload(payload);
  return entry && typeof read !== "string" ? { entry, payload: read } : undefined;
}

/** What is nested deeper than any field of an entry may be too deep to be written as JSON again. */
function isFlat(field: unknown): boolean {
  const items: unknown[] = Array.isArray(field) ? field : [field];
  return items.every((item) => typeof item !== "object" || item === null);
}

function bodyOf(fields: unknown, base64: unknown, payload: string): string {
  return `${JSON.stringify(fields)}\n${base64}\n${payload}`;
}

function vectorOf(base64: string): Float32Array | undefined {
  const bytes = decodeBase64(base64);
  return bytes && fromBytes(bytes);
}

/** The header of a parsed line, or `undefined` when it is none. */
export function readHeader(line: unknown): TransferHeader | undefined {
  if (!isRecord(line)) return undefined;
  const { format, exportedAt, embeddingModel, hashing } = line;
  const isSound =
    [format, exportedAt, hashing].every((field) => typeof field === "string") &&
    (embeddingModel === null || typeof embeddingModel === "string");
  return isSound ? (line as unknown as TransferHeader) : undefined; // checked above
}

/** How many entries the end of a file says it has, or `undefined` for another line. */
export function readEnd(line: unknown): number | undefined {
  const end = isRecord(line) && isRecord(line.end) ? line.end.entries : undefined;
  return typeof end === "number" ? end : undefined;
}
