/** Bytes of base64 text, or `undefined` when it is none. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
    return bytes;
  } catch {
    return undefined;
  }
}

/** Base64 text of bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  const STEP = 0x8000; // fromCharCode takes its bytes as arguments: too many overflow the stack
  let binary = "";
  for (let at = 0; at < bytes.length; at += STEP) {
    binary += String.fromCharCode(...bytes.subarray(at, at + STEP));
  }
  return btoa(binary);
}
