import { toHex } from "../../hex.ts";
import type { Alias, Hex } from "../../store.ts";
import type { SecretKey } from "./secret-key.ts";

/**
 * An alias as the inner store sees it. A target must come back as it was, so it is encrypted, and
 * written in hexadecimal digits: that is all a store takes for a target.
 */
export async function sealAlias(
  key: SecretKey,
  { alias, target, namespace, expiresAt }: Alias,
): Promise<Alias> {
  const blinded = await key.blind(alias);
  const sealed = await key.encrypt(toBytes(target), contextOf(key, blinded));
  return {
    alias: blinded,
    target: toHex(sealed),
    namespace: await key.blind(namespace),
    expiresAt,
  };
}

/** The target that was sealed under the blinded name `alias`; `undefined` when it is damaged. */
export async function unsealTarget(
  key: SecretKey,
  alias: Hex,
  target: Hex,
): Promise<Hex | undefined> {
  const sealed = Uint8Array.from(target.match(/../g) ?? [], (digits) =>
    Number.parseInt(digits, 16),
  );
  const bytes = await key.decrypt(sealed, contextOf(key, alias));
  return bytes && fromBytes(bytes);
}

function contextOf({ id }: SecretKey, alias: Hex): string {
  return JSON.stringify(["encrypted/1", id, "alias", alias]);
}

/** One or two digits in front make the number of digits even: `1` of an odd number, `00` of an even one. */
function toBytes(hex: Hex): Uint8Array<ArrayBuffer> {
  const digits = hex.length % 2 === 1 ? `1${hex}` : `00${hex}`;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function fromBytes(bytes: Uint8Array): Hex {
  const digits = toHex(bytes);
  return digits.slice(digits.startsWith("1") ? 1 : 2);
}
