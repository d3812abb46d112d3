import { seededRandom } from "../../../src/testing/chaos/seeded-random.ts";

/** Who a call is for, as an application states it. */
export interface StatedScope {
  readonly namespace?: string;
  readonly scope?: string;
}

const PIECES = [
  ...[
    "a",
    "b",
    ":",
    "/",
    "|",
    ",",
    ".",
    "-",
    "_",
    "@",
    "#",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "*",
    "?",
  ],
  ...['"', "'", "`", "\\", "%", ";", "--", " ", "\n", "\u0000", "\ufeff", "\u202e", "é", "e\u0301"],
  ...["\ud800", "\udc00", "👩‍👩‍👧", "租", "null", "undefined", "__proto__", "0"],
];

/**
 * Different scopes that are easily taken for each other: one text of delimiters and look-alikes, cut at a
 * random place into namespace and scope, or left whole as one of them. The same in every run.
 */
export function statedScopes(count: number): StatedScope[] {
  const random = seededRandom(1);
  const below = (limit: number): number => Math.floor(random() * limit);
  const found = new Map<string, StatedScope>();
  while (found.size < count) {
    const text = Array.from({ length: 1 + below(4) }, () => PIECES[below(PIECES.length)]).join("");
    const at = below(text.length + 3) - 1;
    const stated = cut(text, at);
    found.set(JSON.stringify([stated.namespace ?? "", stated.scope ?? null]), stated);
  }
  return [...found.values()];
}

function cut(text: string, at: number): StatedScope {
  if (at < 0) return { namespace: text };
  if (at > text.length) return { scope: text };
  return { namespace: text.slice(0, at), scope: text.slice(at) };
}
