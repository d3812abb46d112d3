import type { Token } from "../guard-text.ts";

/** Digits to which a share is exact: 7 % is 0.07, whatever the processor makes of it. */
const PRECISION = 12;
const NOON = 12;

/**
 * Pushes a token, and writes a number in the one notation that what follows it gives: `50 %` is 0.5, `5 pm` is 17.
 */
export function withMeasure(tokens: Token[], token: Token): void {
  const last = tokens.at(-1);
  if (last?.kind !== "number") {
    tokens.push(token);
    return;
  }
  const { unit } = token.entry?.unit ?? {};
  const share = unit === "percent" ? shareOf(last.word) : undefined;
  if (share !== undefined) {
    tokens[tokens.length - 1] = { ...last, word: share };
    return;
  }
  if (unit === "in the afternoon" || unit === "in the morning") {
    const time = timeOf(last.word, unit === "in the afternoon");
    if (time !== undefined) tokens[tokens.length - 1] = { ...last, word: time, text: time };
  }
  tokens.push(token);
}

function shareOf(percentage: string): string | undefined {
  const share = Number(percentage) / 100;
  return Number.isNaN(share) ? undefined : String(Number(share.toPrecision(PRECISION)));
}

/** The hour of the day, counted to 24. */
function timeOf(time: string, isAfternoon: boolean): string | undefined {
  const [, hours = "", minutes = ""] = /^(\d{1,2})(:\d\d)?$/.exec(time) ?? [];
  if (hours === "" || Number(hours) > NOON) return undefined;
  return `${(Number(hours) % NOON) + (isAfternoon ? NOON : 0)}${minutes}`;
}
