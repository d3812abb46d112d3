/**
 * A map of a reply by its names. The older protocol has no maps and sends name, value, name, value; of
 * the newer one's maps some clients make that list again, others an object or a `Map`.
 */
export function byName(reply: unknown): ReadonlyMap<string, unknown> {
  if (typeof reply !== "object" || reply === null) return new Map();
  if (!Array.isArray(reply)) {
    const pairs: Iterable<[unknown, unknown]> =
      reply instanceof Map ? reply : Object.entries(reply);
    return new Map([...pairs].map(([name, value]) => [String(name), value]));
  }
  const map = new Map<string, unknown>();
  for (let at = 0; at + 1 < reply.length; at += 2) map.set(String(reply[at]), reply[at + 1]);
  return map;
}
