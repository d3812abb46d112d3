import type { Token } from "../guard-text.ts";
import { withMeasure } from "./number-measures.ts";

/**
 * Tokens in which number words are numbers: `twenty five` is 25, `two hundred` 200, `5 million` 5000000, `50 percent`
 * 0.5, `5 pm` 17.
 */
export function withNumberWords(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(({ kind, entry }) => kind === "number" || entry?.number !== undefined))
    return tokens;
  const isAboutPairs = tokens.some(({ entry }) => entry?.roles.has("pairing"));
  const numbers: Token[] = [];
  for (let at = 0, token = tokens[0]; token; token = tokens[at]) {
    const spelled = isNumber(tokens, at) ? spelledNumber(tokens, at) : undefined;
    at += spelled?.length ?? 1;
    // "Compare two dates" counts nothing: to compare takes two.
    if (isAboutPairs && spelled?.value === 2) continue;
    if (spelled) pushNumber(numbers, token, spelled.value);
    else withMeasure(numbers, token);
  }
  return numbers;
}

/** Whether a word is a number here: the `second` of "30 second" is a unit. */
function isNumber(tokens: readonly Token[], at: number): boolean {
  const entry = tokens[at]?.entry;
  if (entry?.number === undefined) return false;
  return entry.unit === undefined || tokens[at - 1]?.kind !== "number";
}

function pushNumber(numbers: Token[], token: Token, value: number): void {
  const before = numbers.at(-1);
  const count = before?.kind === "number" ? Number(before.word) : Number.NaN;
  const isPart = isAddedPart(token);
  if (before && (value >= 100 || isPart) && Number.isFinite(count)) {
    numbers[numbers.length - 1] = {
      ...before,
      word: String(isPart ? count + value : count * value),
    };
  } else {
    const word = String(value);
    numbers.push({ ...token, kind: "number", word, entry: undefined, sense: undefined });
  }
}

interface Spelled {
  readonly value: number;
  readonly length: number;
}

function spelledNumber(tokens: readonly Token[], at: number): Spelled {
  let sum = { total: 0, part: 0 };
  let previous = Number.POSITIVE_INFINITY;
  let end = at;
  for (;;) {
    const next = end > at && isJoined(tokens, end, previous) ? end + 1 : end;
    const value = continuing(tokens[next], previous);
    if (value === undefined) break;
    sum = plus(sum, value);
    previous = value;
    end = next + 1;
  }
  return { value: sum.total + sum.part, length: Math.max(1, end - at) };
}

/** What is complete of a number, and what the next word may still multiply. */
interface Sum {
  readonly total: number;
  readonly part: number;
}

function plus({ total, part }: Sum, value: number): Sum {
  if (value >= 1000) return { total: total + (part || 1) * value, part: 0 };
  return { total, part: value === 100 ? (part || 1) * 100 : part + value };
}

/** Whether an "and" stands inside a number: "two hundred and fifty", not "between a hundred and two hundred". */
function isJoined(tokens: readonly Token[], at: number, previous: number): boolean {
  const [value, after] = [tokens[at + 1]?.entry?.number, tokens[at + 2]?.entry?.number];
  if (previous < 100 || tokens[at]?.entry?.marks.logic !== "and" || value === undefined)
    return false;
  return value >= 1 && value < 100 && (after ?? 0) < 100;
}

/** What a word adds to the number before it: "two three" are two numbers, "twenty three" is one. */
function continuing(token: Token | undefined, previous: number): number | undefined {
  const value = token?.entry?.number;
  if (token === undefined || value === undefined) return undefined;
  const isPart = value >= 100 || previous >= 100 || isAddedPart(token);
  return isPart || (previous >= 20 && value < 10 && value >= 1) ? value : undefined;
}

/** A part that is added to the number before it: the "and a half" of "two and a half". */
function isAddedPart({ entry, word }: Token): boolean {
  return entry?.number !== undefined && entry.number < 1 && word.includes(" ");
}
