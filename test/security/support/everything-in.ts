/**
 * All text that can be found in a value: of fields that are not listed, of causes, of bytes in every
 * encoding a log might use. In lower case.
 */
export function everythingIn(value: unknown): string {
  const seen = new Set<unknown>();
  const texts: string[] = [];

  function collect(item: unknown): void {
    if (typeof item === "string") return void texts.push(item, ...decoded(item));
    if (typeof item !== "object" || item === null || seen.has(item)) return;
    seen.add(item);
    if (item instanceof Uint8Array) return void texts.push(Buffer.from(item).toString("latin1"));
    for (const name of Reflect.ownKeys(item)) {
      texts.push(String(name));
      collect(Reflect.get(item, name));
    }
    if (item instanceof Map || item instanceof Set) collect([...item]);
  }

  collect(value);
  return texts.join("\n").toLowerCase();
}

/** What is behind texts that look like base64 or hexadecimal. */
function decoded(text: string): string[] {
  const hex = text.match(/(?:[0-9a-f]{2}){8,}/gi) ?? [];
  const base64 = text.match(/[A-Za-z0-9+/_-]{12,}={0,2}/g) ?? [];
  return [
    ...hex.map((digits) => Buffer.from(digits, "hex").toString("latin1")),
    ...base64.map((digits) => Buffer.from(digits, "base64").toString("latin1")),
  ];
}
