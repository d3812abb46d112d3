/** So many words cover what people ask every day. */
const MAX_KNOWN = 5_000;
/** Longer than this is no word that comes again. */
const LONGEST = 40;

/** A pure function of a word that keeps what it found, so that the words of every day are looked at once. */
export function remembering<Value>(
  compute: (word: string) => NonNullable<Value>,
): (word: string) => NonNullable<Value> {
  const known = new Map<string, NonNullable<Value>>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    if (word.length > LONGEST) return compute(word);
    if (known.size >= MAX_KNOWN) known.clear();
    // Engines let a cut of a text keep all of that text in memory. Joined from its letters, it is a copy.
    const own = Array.from(word).join("");
    const value = compute(own);
    known.set(own, value);
    return value;
  };
}
