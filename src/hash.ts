import { builtinModule } from "./builtin-module.ts";
import { toHex } from "./hex.ts";
import { createLru } from "./lru.ts";
import type { Hex, MaybePromise } from "./store.ts";

/** Hashes of text and bytes: SHA-256, or HMAC-SHA-256 when there is a secret. 64 hex digits. */
export interface Hasher {
  text(text: string): MaybePromise<Hex>;
  bytes(bytes: Uint8Array): MaybePromise<Hex>;
  /** Like `text`, remembering recent answers: for text that comes again with every request. */
  repeatedText(text: string): MaybePromise<Hex>;
}

/** Digests of binary data, by the very object that holds it. */
export type ByteDigests = ReadonlyMap<Uint8Array, Hex>;

/** Of a prompt without files. */
export const NO_DIGESTS: ByteDigests = new Map();

/** Digests of all `files`. */
export async function digestAll(
  hasher: Hasher,
  files: readonly Uint8Array[],
): Promise<ByteDigests> {
  if (files.length === 0) return NO_DIGESTS;
  const digests = await Promise.all(files.map((bytes) => hasher.bytes(bytes)));
  return new Map(files.map((bytes, index) => [bytes, digests[index] ?? ""]));
}

const REMEMBERED_CHARACTERS = 4_000_000;

/** Above this size hashing is left to `crypto.subtle`, which does not block the thread. */
const LARGE_BYTES = 262_144;

type Digest = (data: string | Uint8Array) => MaybePromise<Hex>;

/** A {@link Hasher}. */
export function createHasher(secret: string | undefined): Hasher {
  const remembered = createLru<string, Hex>({
    maxWeight: REMEMBERED_CHARACTERS,
    weigh: (text) => text.length + 64,
  });
  const large = webDigest(secret);
  const small = nodeDigest(secret) ?? large;
  const digest: Digest = (data) => (data.length > LARGE_BYTES ? large(data) : small(data));

  function remember(text: string, hash: Hex): Hex {
    remembered.set(text, hash);
    return hash;
  }

  return {
    text: digest,
    bytes: digest,
    repeatedText(text) {
      const known = remembered.get(text);
      if (known !== undefined) return known;
      const hash = digest(text);
      return typeof hash === "string"
        ? remember(text, hash)
        : hash.then((value) => remember(text, value));
    },
  };
}

/** On every runtime. */
function webDigest(secret: string | undefined): Digest {
  const encoder = new TextEncoder();
  const encode = (data: string | Uint8Array): Uint8Array<ArrayBuffer> =>
    (typeof data === "string" ? encoder.encode(data) : data) as Uint8Array<ArrayBuffer>;
  if (secret === undefined) {
    return async (data) => toHex(await crypto.subtle.digest("SHA-256", encode(data)));
  }
  let key: Promise<CryptoKey> | undefined;
  return async (data) => {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    key ??= crypto.subtle.importKey("raw", encode(secret), algorithm, false, ["sign"]);
    return toHex(await crypto.subtle.sign("HMAC", await key, encode(data)));
  };
}

interface NodeCrypto {
  hash(algorithm: string, data: string | Uint8Array): string;
  createHmac(
    algorithm: string,
    key: string,
  ): { update(data: string | Uint8Array): { digest(encoding: "hex"): string } };
}

/**
 * Where Node's crypto is there, the same digest without the trip through a thread pool: 1.3 µs instead
 * of 18 µs for a kilobyte. Reached without an import, so that no bundler looks for it.
 */
function nodeDigest(secret: string | undefined): Digest | undefined {
  const module = builtinModule("node:crypto");
  if (typeof module?.hash !== "function") return undefined;
  const node = module as unknown as NodeCrypto;
  if (secret === undefined) return (data) => node.hash("sha256", data);
  return (data) => node.createHmac("sha256", secret).update(data).digest("hex");
}
