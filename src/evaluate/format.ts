import type { Rate } from "./rate.ts";

/** A share as text: `7.2 %`; a dash of no cases. */
export function percent(share: number | null): string {
  return share === null ? "–" : `${(100 * share).toFixed(1)} %`;
}

/** The interval of a rate as text: `3.4 to 14.9 %`. */
export function interval({ of, low, high }: Rate): string {
  return of === 0 ? "no cases" : `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %`;
}

/** A whole number as text: `1,216`. */
export function whole(count: number): string {
  return count.toLocaleString("en-GB");
}

/** How many there are of something: `1 pair`, `2 pairs`. */
export function counted(count: number, name: string): string {
  return `${whole(count)} ${name}${count === 1 ? "" : "s"}`;
}

/** A similarity as text, or a dash. Cut, not rounded: what is below a threshold must not look as if it were at it. */
export function cosine(similarity: number | null): string {
  if (similarity === null) return "–";
  return (Math.trunc(similarity * 1_000 + Math.sign(similarity) * 1e-4) / 1_000).toFixed(3);
}

/** A threshold as text, with two digits where they say all. */
export function thresholdText(threshold: number): string {
  const short = threshold.toFixed(2);
  return Number(short) === threshold ? short : threshold.toFixed(3);
}
