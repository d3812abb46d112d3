import type { Language } from "../language.ts";
import { remembering } from "./remembering.ts";
import { split } from "./split.ts";

/** A function that gives a word's root, or the first of the words that mean the same. */
export function meanings(language: Language): (word: string) => string {
  const rootOf = roots(language);
  const first = new Map<string, string>();
  for (const group of language.synonyms ?? []) {
    const words = split(group).map(rootOf);
    const meaning = words.map((word) => first.get(word)).find(Boolean) ?? words[0] ?? "";
    for (const word of words) if (!first.has(word)) first.set(word, meaning);
  }
  return remembering((word) => {
    const root = rootOf(word);
    return first.get(root) ?? root;
  });
}

function roots({ endings, irregular = {} }: Language): (word: string) => string {
  const cuts = split(endings);
  const regular = new Map(
    Object.entries(irregular).flatMap(([root, forms]) => split(forms).map((form) => [form, root])),
  );
  return (word) => {
    const known = regular.get(word) ?? word;
    if (known.length < 4 || known.includes(" ")) return known;
    const cut = cuts.find((ending) => known.endsWith(ending) && known.length - ending.length >= 3);
    if (cut === undefined || known.endsWith("ss")) return known;
    return afterCut(known.slice(0, -cut.length));
  };
}

/** `runn` of `running` is `run`, `citi` of `cities` is `cit`. */
function afterCut(root: string): string {
  const last = root.at(-1) ?? "";
  if (root.length > 3 && last === root.at(-2) && !"sl".includes(last)) return root.slice(0, -1);
  return root.length > 3 && "eyi".includes(last) ? root.slice(0, -1) : root;
}
