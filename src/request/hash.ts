import { createLru } from "../lru.ts";
import type { Hex } from "../store.ts";
import { toHex } from "./canonical-json.ts";

/** Hashes of text and bytes: SHA-256, or HMAC-SHA-256 when there is a secret. 64 hex digits. */
export interface Hasher {
  text(text: string): Promise<Hex>;
  bytes(bytes: Uint8Array): Promise<Hex>;
  /** Like `text`, remembering recent answers: for text that comes again with every request. */
  repeatedText(text: string): Hex | Promise<Hex>;
}

/** Digests of binary data, by the very object that holds it. */
export type ByteDigests = ReadonlyMap<Uint8Array, Hex>;

/** Digests of all `files`. */
export async function digestAll(
  hasher: Hasher,
  files: readonly Uint8Array[],
): Promise<ByteDigests> {
  if (files.length === 0) return new Map();
  const digests = await Promise.all(files.map((bytes) => hasher.bytes(bytes)));
  return new Map(files.map((bytes, index) => [bytes, digests[index] ?? ""]));
}

const REMEMBERED_CHARACTERS = 4_000_000;

/** A {@link Hasher} on `crypto.subtle`, which every runtime has and which hashes long input off the thread. */
export function createHasher(secret: string | undefined): Hasher {
  const encoder = new TextEncoder();
  const remembered = createLru<string, Hex>({
    maxWeight: REMEMBERED_CHARACTERS,
    weigh: (text) => text.length + 64,
  });
  const digest = secret === undefined ? sha256 : hmac(encoder.encode(secret));

  const hashText = (text: string): Promise<Hex> => digest(encoder.encode(text));

  return {
    text: hashText,
    bytes: (bytes) => digest(bytes as Uint8Array<ArrayBuffer>),
    repeatedText(text) {
      const known = remembered.get(text);
      if (known !== undefined) return known;
      return hashText(text).then((hash) => {
        remembered.set(text, hash);
        return hash;
      });
    },
  };
}

type Digest = (bytes: Uint8Array<ArrayBuffer>) => Promise<Hex>;

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Hex> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function hmac(secret: Uint8Array<ArrayBuffer>): Digest {
  let key: Promise<CryptoKey> | undefined;
  return async (bytes) => {
    key ??= crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", await key, bytes)));
  };
}
