/**
 * Twelve hex digits that stand for a hash inside one scope: names of keys and rows stay short. Two hashes
 * may share one; whoever reads checks the whole hash, so that costs a miss.
 */
export function shortId(hash: string): string {
  let [low, high] = [0x9e3779b9, 0x85ebca6b];
  for (let at = 0; at < hash.length; at++) {
    const code = hash.charCodeAt(at);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  low = mix(low) ^ mix(high + 0x27d4eb2f);
  high = mix(high) ^ mix(low + 0x165667b1);
  const digits = (number: number): string => (number >>> 0).toString(16).padStart(8, "0");
  return (digits(low) + digits(high)).slice(0, SHORT_ID_LENGTH);
}

export const SHORT_ID_LENGTH = 12;

/** The last steps of MurmurHash3: every bit of the number changes half of all bits. */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
