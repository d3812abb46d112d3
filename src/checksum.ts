/**
 * Eight hex digits that tell damaged text from what was written (FNV-1a, 32 bits, over UTF-16 code
 * units): a change of any one character is always seen. Not a defence against forgery.
 */
export function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
