import { SemanticCacheError } from "../../errors.ts";
import type { CacheStore } from "../../store.ts";
import { type EncryptionKey, toSecretBytes } from "./secret-key.ts";

/** Options of `encryptedStore`. */
export interface EncryptedStoreOptions {
  /** The store that holds what is encrypted. */
  readonly store: CacheStore;
  /** The first encrypts. The others only decrypt: entries they encrypted are rewritten when they are read. */
  readonly keys: readonly EncryptionKey[];
  /**
   * `"plain"`: vectors lie in the inner store as they are, or it could not search; text can be guessed
   * from them. `"none"`: it gets none, and there are exact hits only. @default "plain"
   */
  readonly vectors?: "plain" | "none" | undefined;
}

const ID = /^[A-Za-z0-9_.-]{1,64}$/;
const LEAST_SECRET = 32;

/**
 * Checks every option. No message contains a secret.
 *
 * @throws SemanticCacheError `invalid-options`.
 */
export function checkEncryptedOptions({ store, keys, vectors }: EncryptedStoreOptions): void {
  if (store?.specificationVersion !== "v1") fail("store must be a store", typeof store);
  if (!Array.isArray(keys) || keys.length === 0) {
    fail("keys must be a list with at least one { id, secret }", typeof keys);
  }
  for (const key of keys) checkKey(key);
  const ids = keys.map(({ id }) => id);
  if (new Set(ids).size < ids.length) fail("the ids of keys must differ", ids.join(", "));
  checkSecretsDiffer(keys);
  if (![undefined, "plain", "none"].includes(vectors)) {
    fail('vectors must be "plain" or "none"', JSON.stringify(vectors));
  }
}

function checkKey(key: EncryptionKey): void {
  const { id, secret } = key ?? {};
  if (typeof id !== "string" || !ID.test(id)) {
    fail('the id of a key must be 1 to 64 letters, digits, "_", "." or "-"', JSON.stringify(id));
  }
  if (!isSecret(secret)) {
    const length = typeof secret === "string" ? `${secret.length} characters` : typeof secret;
    fail(`the secret of key ${id} must be at least ${LEAST_SECRET} characters or bytes`, length);
  }
}

/** Under one secret two keys mean the same place: what is written by one would be removed as the other's. */
function checkSecretsDiffer(keys: readonly EncryptionKey[]): void {
  const idOf = new Map<string, string>();
  for (const { id, secret } of keys) {
    const bytes = toSecretBytes(secret).join();
    const other = idOf.get(bytes);
    if (other) fail("the secrets of keys must differ", `the same for ${other} and ${id}`);
    idOf.set(bytes, id);
  }
}

function isSecret(secret: unknown): boolean {
  const isBytes = typeof secret === "string" || secret instanceof Uint8Array;
  return isBytes && secret.length >= LEAST_SECRET;
}

function fail(expected: string, got: string): never {
  throw new SemanticCacheError("invalid-options", `encryptedStore: ${expected}; got ${got}.`);
}
