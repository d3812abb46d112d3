/**
 * A function that writes short forms out: whole words ("cannot"), endings ("'ll") and beginnings ("l'"). It gives
 * `undefined` for words that are no short form.
 */
export function expander(
  contractions: Readonly<Record<string, string>>,
): (word: string) => string | undefined {
  const whole = new Map(Object.entries(contractions));
  const parts = [...whole].filter(([form]) => form.includes("'"));
  const endings = parts.filter(([form]) => form.startsWith("'") || form === "n't");
  const beginnings = parts.filter(([form]) => form.endsWith("'"));
  return (word) => {
    const known = whole.get(word);
    if (known !== undefined || !word.includes("'")) return known;
    const ending = endings.find(([form]) => word.endsWith(form) && word.length > form.length);
    if (ending) return word.slice(0, -ending[0].length) + ending[1];
    const beginning = beginnings.find(([form]) => word.startsWith(form));
    return beginning && `${beginning[1]} ${word.slice(beginning[0].length)}`.trim();
  };
}
