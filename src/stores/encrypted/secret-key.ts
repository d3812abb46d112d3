import { createHasher, type Hasher } from "../../hash.ts";
import { toHex } from "../../hex.ts";
import { lazy } from "../../lazy.ts";
import type { Hex } from "../../store.ts";

/** One secret of an encrypted store, under a name. */
export interface EncryptionKey {
  /** Stands in clear before what the key encrypts: 1 to 64 letters, digits, `_`, `.` or `-`. */
  readonly id: string;
  /** At least 32 random characters or bytes, such as `openssl rand -base64 32` gives. Not a password. */
  readonly secret: string | Uint8Array;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** What one secret can do. Two keys are made of it, so that neither gives the other away. */
export interface SecretKey {
  readonly id: string;
  /** The HMAC-SHA-256 of a hash: the same each time, and of no use to those who guess prompts. */
  blind(hash: Hex): Promise<Hex>;
  /** Encrypts by AES-256-GCM: 12 random bytes, then the ciphertext. Read back with the same `context` only. */
  encrypt(bytes: Bytes, context: string): Promise<Bytes>;
  /** What was encrypted; `undefined` when one bit of it, or of the context, is another. */
  decrypt(sealed: Bytes, context: string): Promise<Bytes | undefined>;
}

const IV_BYTES = 12;
const encoder = new TextEncoder();

/** The {@link SecretKey} of a secret. */
export function createSecretKey({ id, secret }: EncryptionKey): SecretKey {
  const bytes = toSecretBytes(secret); // a copy: the caller may wipe the original
  const derived = lazy(() => derive(bytes));
  const algorithm = (iv: Bytes, context: string): AesGcmParams => ({
    name: "AES-GCM",
    iv,
    additionalData: encoder.encode(context),
  });

  return {
    id,
    async blind(hash) {
      const { index } = await derived();
      return index.repeatedText(hash);
    },

    async encrypt(bytes, context) {
      const { encryption } = await derived();
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const encrypted = await crypto.subtle.encrypt(algorithm(iv, context), encryption, bytes);
      const sealed = new Uint8Array(IV_BYTES + encrypted.byteLength);
      sealed.set(iv);
      sealed.set(new Uint8Array(encrypted), IV_BYTES);
      return sealed;
    },

    async decrypt(sealed, context) {
      const { encryption } = await derived();
      const [iv, encrypted] = [sealed.subarray(0, IV_BYTES), sealed.subarray(IV_BYTES)];
      try {
        const bytes = await crypto.subtle.decrypt(algorithm(iv, context), encryption, encrypted);
        return new Uint8Array(bytes);
      } catch {
        return undefined; // not encrypted by this key, for this place
      }
    },
  };
}

/** The bytes a secret stands for: those of a text are its UTF-8. */
export function toSecretBytes(secret: EncryptionKey["secret"]): Bytes {
  return typeof secret === "string" ? encoder.encode(secret) : Uint8Array.from(secret);
}

/** One key to encrypt with and one to blind with, by HKDF-SHA-256. */
async function derive(
  bytes: Bytes,
): Promise<{ readonly encryption: CryptoKey; readonly index: Hasher }> {
  const usages: KeyUsage[] = ["deriveKey", "deriveBits"];
  const material = await crypto.subtle.importKey("raw", bytes, "HKDF", false, usages);
  const hkdf = (purpose: string): HkdfParams => ({
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: encoder.encode(`ai-sdk-semantic-cache/encrypted/1 ${purpose}`),
  });
  const aes = { name: "AES-GCM", length: 256 };
  const [encryption, index] = await Promise.all([
    crypto.subtle.deriveKey(hkdf("encryption"), material, aes, false, ["encrypt", "decrypt"]),
    crypto.subtle.deriveBits(hkdf("index"), material, 256),
  ]);
  return { encryption, index: createHasher(toHex(index)) };
}
