import { checksum } from "../checksum.ts";
import type { StoredEntry } from "../store.ts";

/**
 * Sixteen hex digits that tell a damaged row from what was written: eight of its fields and payload,
 * eight of its vector. What a filter, an expiry or a similarity rests on is in it.
 */
export function entryChecksum(entry: StoredEntry): string {
  const { scope, key, normalKey, namespace, model, tags, sources, space } = entry;
  const { vector, createdAt, staleAt, expiresAt, payload } = entry;
  const hashes = [scope, key, normalKey ?? null, namespace, model, space ?? null];
  const fields = JSON.stringify([...hashes, tags, sources, createdAt, staleAt, expiresAt]);
  return checksum(fields + payload) + (vector ? vectorChecksum(vector) : checksum(""));
}

/** FNV-1a over 32-bit words, each of which is one number of the vector. */
function vectorChecksum(vector: Float32Array): string {
  const words = new Uint32Array(vector.buffer, vector.byteOffset, vector.length);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
