import type { LabelledPair } from "../../src/evaluate/index.ts";
import type { Guard, SemanticCacheOptions } from "../../src/index.ts";

/** Pairs of our own, with cosines that were made up: what matters is on which side of 0.9 they are. */
export const PAIRS: readonly LabelledPair[] = [
  { a: "How do I reset my password?", b: "I forgot my password", label: 1, similarity: 0.95 },
  { a: "Do you ship to Norway?", b: "Is delivery to Norway possible?", label: 1, similarity: 0.8 },
  { a: "Where is order 1001?", b: "Where is order 1002?", label: 0, similarity: 0.99 },
  { a: "Tell me about the red sofa", b: "The sofa in red tones", label: 0, similarity: 0.92 },
  { a: "When do you open?", b: "What does a lamp cost?", label: 0, similarity: 0.2 },
];

/** A guard whose verdicts do not change with the library's own. */
export const sameNumbers: Guard = {
  name: "same-numbers",
  veto: (query, candidate) =>
    /\d+/.exec(query.text)?.[0] === /\d+/.exec(candidate.text)?.[0] ? undefined : "other numbers",
};

/** A cache that serves one of the pairs rightly and one wrongly. */
export const CACHE: SemanticCacheOptions = { threshold: 0.9, guards: [sameNumbers] };
