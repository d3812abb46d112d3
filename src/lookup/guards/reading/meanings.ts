import type { Language } from "../language.ts";
import { split } from "./split.ts";

/** Words whose meaning is kept, so that the words of every day are looked up once. */
const MAX_KNOWN = 5_000;

/** A function that gives a word's root, or the first of the words that mean the same. */
export function meanings(language: Language): (word: string) => string {
  const rootOf = roots(language);
  const first = new Map<string, string>();
  for (const group of language.synonyms ?? []) {
    const words = split(group).map(rootOf);
    const meaning = words.map((word) => first.get(word)).find(Boolean) ?? words[0] ?? "";
    for (const word of words) if (!first.has(word)) first.set(word, meaning);
  }
  const known = new Map<string, string>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    if (known.size >= MAX_KNOWN) known.clear();
    const root = rootOf(word);
    const meaning = first.get(root) ?? root;
    known.set(word, meaning);
    return meaning;
  };
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
