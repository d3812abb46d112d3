import type { WordEntry } from "./lexicon.ts";

/** The phrases that begin with the same words: word by word down to what a language says of them. */
export interface PhraseNode {
  entry?: WordEntry;
  readonly next: Map<string, PhraseNode>;
}

/** Adds a phrase to the phrases that are known. */
export function addPhrase(root: PhraseNode, words: readonly string[], entry: WordEntry): void {
  let node = root;
  for (const word of words) {
    const next: PhraseNode = node.next.get(word) ?? { next: new Map() };
    node.next.set(word, next);
    node = next;
  }
  node.entry = entry;
}
