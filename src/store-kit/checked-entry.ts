import { isRecord } from "../is-record.ts";
import type { Alias, EntryAddress, Hex, StoredEntry } from "../store.ts";

const HEX = /^[0-9a-f]{1,128}$/;
const MAX_DIMENSIONS = 8_192;
/** A unit vector that went through 32-bit floats is this near to length 1. */
const LENGTH_TOLERANCE = 0.01;

/** Whether a value is lower-case hexadecimal text, as every index field of an entry must be. */
export function isHex(value: unknown): value is Hex {
  return typeof value === "string" && HEX.test(value);
}

/**
 * An entry made of what a backend returned, copied field by field, or `undefined` when anything is off:
 * a field of another kind, a vector that is no unit vector, an address that is not the one asked for.
 */
export function checkedEntry(
  fields: unknown,
  vector: Float32Array | undefined,
  payload: unknown,
  asked: Partial<EntryAddress> = {},
): StoredEntry | undefined {
  if (!isRecord(fields) || typeof payload !== "string") return undefined;
  const { scope, key, normalKey, namespace, model, tags, sources, space } = fields;
  const { createdAt, staleAt, expiresAt } = fields;
  const isSound =
    [scope, key, namespace, model].every(isHex) &&
    [normalKey, space].every((value) => value === undefined || isHex(value)) &&
    [tags, sources].every((list) => Array.isArray(list) && list.every(isHex)) &&
    [createdAt, staleAt, expiresAt].every(Number.isFinite) &&
    (asked.scope === undefined || asked.scope === scope) &&
    (asked.key === undefined || asked.key === key || asked.key === normalKey) &&
    (vector === undefined || isUnitVector(vector));
  if (!isSound) return undefined;
  const checked = { scope, key, normalKey, namespace, model, tags, sources, space, vector };
  return { ...checked, createdAt, staleAt, expiresAt, payload } as StoredEntry; // checked above
}

/** Whether numbers are finite and have length 1. */
export function isUnitVector(vector: Float32Array): boolean {
  if (vector.length === 0 || vector.length > MAX_DIMENSIONS) return false;
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.abs(squares - 1) <= 2 * LENGTH_TOLERANCE; // false for NaN
}

/** Whether an entry or an alias may still be returned. */
export function isLive({ expiresAt }: Pick<StoredEntry | Alias, "expiresAt">): boolean {
  return expiresAt > Date.now();
}
