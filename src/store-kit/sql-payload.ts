/** A byte that UTF-8 never has: what follows is UTF-16, for text that has half a surrogate pair in it. */
const UTF_16_MARK = 0xff;

/**
 * A payload as bytes, for a column that takes any byte: columns of text cut or refuse NUL, and UTF-8 has
 * no bytes for half a surrogate pair.
 */
export function payloadToBytes(payload: string): Uint8Array {
  if (payload.isWellFormed()) return new TextEncoder().encode(payload);
  const bytes = new Uint8Array(1 + 2 * payload.length);
  bytes[0] = UTF_16_MARK;
  for (let at = 0; at < payload.length; at++) {
    const unit = payload.charCodeAt(at);
    bytes[1 + 2 * at] = unit & 0xff;
    bytes[2 + 2 * at] = unit >>> 8;
  }
  return bytes;
}

/** The payload of some bytes, to the letter, or `undefined` when they are none. */
export function payloadFromBytes(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== UTF_16_MARK) return fromUtf8(bytes);
  if (bytes.length % 2 === 0) return undefined;
  let payload = "";
  for (let at = 1; at < bytes.length; at += 2) {
    payload += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  }
  return payload;
}

function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
