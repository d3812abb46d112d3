import { isRecord } from "../../is-record.ts";
import type { EntryAddress, StoredEntry } from "../../store.ts";
import { checkedEntry } from "../../store-kit/checked-entry.ts";
import type { RecordProblem } from "../../store-kit/record.ts";
import { entryChecksum } from "../../store-kit/sql-checksum.ts";
import { decodePayload, encodePayload } from "./payload-text.ts";

/** Of a row. Rows of another format are another version's. */
export const FORMAT = 1;

/** What a row is read as: lists and vectors as text, which all clients return alike. */
export const COLUMNS = `scope, key, normal_key, namespace, model, space, dimensions,
  array_to_string(tags, ',') AS tags, array_to_string(sources, ',') AS sources,
  embedding::text AS embedding, created_at, stale_at, expires_at, format, checksum, payload`;

/** The values of {@link UPSERT}, in its order. */
export function toValues(entry: StoredEntry): unknown[] {
  return [
    ...[entry.scope, entry.key, entry.normalKey ?? null, entry.namespace, entry.model],
    ...[entry.tags.join(","), entry.sources.join(","), entry.space ?? null],
    entry.vector ? toVectorText(entry.vector) : null,
    ...[entry.createdAt, entry.staleAt, entry.expiresAt, Date.now(), FORMAT],
    ...[entryChecksum(entry), encodePayload(entry.payload)],
  ];
}

const WRITTEN =
  "namespace normal_key model tags sources space embedding created_at stale_at expires_at accessed_at format checksum payload";

/** Inserts an entry, or replaces all of the one at its address. */
export const UPSERT: string = `(scope, key, normal_key, namespace, model, tags, sources, space, embedding,
  created_at, stale_at, expires_at, accessed_at, format, checksum, payload)
  VALUES ($1, $2, $3, $4, $5, string_to_array($6, ','), string_to_array($7, ','), $8,
  $9::vector, $10, $11, $12, $13, $14, $15, $16)
  ON CONFLICT (scope, key) DO UPDATE SET ${WRITTEN.split(" ")
    .map((column) => `${column} = excluded.${column}`)
    .join(", ")}`;

/** A vector as pgvector reads it. Nine digits are enough to get the same 32-bit floats back. */
export function toVectorText(vector: Float32Array): string {
  const toText = (value: number): string =>
    Object.is(value, -0) ? "-0" : String(Number(value.toPrecision(9)));
  return `[${Array.from(vector, toText).join(",")}]`;
}

/** Reads a row without trusting it: everything is checked and copied. */
export function decodeRow(
  row: unknown,
  asked: Partial<EntryAddress> = {},
): StoredEntry | RecordProblem {
  if (!isRecord(row)) return "corrupt";
  if (Number(row.format) !== FORMAT) return "unknown-format";
  const { scope, key, namespace, model } = row;
  const fields = {
    ...{ scope, key, namespace, model },
    normalKey: row.normal_key ?? undefined,
    space: row.space ?? undefined,
    tags: toList(row.tags),
    sources: toList(row.sources),
    // A client may be told to return numbers as text.
    createdAt: Number(row.created_at),
    staleAt: Number(row.stale_at),
    expiresAt: Number(row.expires_at),
  };
  const payload = typeof row.payload === "string" ? decodePayload(row.payload) : undefined;
  const entry = checkedEntry(fields, toVector(row.embedding), payload, asked);
  return entry && entryChecksum(entry) === row.checksum ? entry : "corrupt";
}

function toVector(text: unknown): Float32Array | undefined {
  return typeof text === "string" ? Float32Array.from(JSON.parse(text)) : undefined; // by pgvector
}

function toList(text: unknown): unknown {
  return text === "" ? [] : String(text).split(",");
}
