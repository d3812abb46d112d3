import type { Token } from "../guard-text.ts";

/** Tokens in which number words are numbers: `twenty five` is 25, `two hundred` 200, `5 million` 5000000. */
export function withNumberWords(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(({ entry }) => entry?.number !== undefined)) return tokens;
  const isAboutPairs = tokens.some(({ entry }) => entry?.roles.has("pairing"));
  const numbers: Token[] = [];
  for (let at = 0, token = tokens[0]; token; token = tokens[at]) {
    const spelled = isNumber(tokens, at) ? spelledNumber(tokens, at) : undefined;
    at += spelled?.length ?? 1;
    // "Compare two dates" counts nothing: to compare takes two.
    if (isAboutPairs && spelled?.value === 2) continue;
    if (spelled) pushNumber(numbers, token, spelled.value);
    else numbers.push(token);
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
  if (before && value >= 100 && Number.isFinite(count)) {
    numbers[numbers.length - 1] = { ...before, word: String(count * value) };
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
  let [total, part, length] = [0, 0, 0];
  let previous = Number.POSITIVE_INFINITY;
  for (;;) {
    const value = tokens[at + length]?.entry?.number;
    if (value === undefined || !continues(value, previous)) break;
    if (value >= 1000) [total, part] = [total + (part || 1) * value, 0];
    else part = value === 100 ? (part || 1) * 100 : part + value;
    previous = value;
    length++;
  }
  return { value: total + part, length: Math.max(1, length) };
}

/** "Two three" are two numbers, "twenty three" is one. */
function continues(value: number, previous: number): boolean {
  if (value >= 100 || previous >= 100) return true;
  return previous >= 20 && value < 10 && value >= 1;
}
