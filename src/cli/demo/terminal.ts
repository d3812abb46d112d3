import { styleText } from "node:util";
import type { Kind } from "./run.ts";

/** Columns that a line may fill. */
export const WIDTH: number = Math.max(80, Math.min(process.stdout.columns ?? 100, 120));

/** Below this similarity, two questions have so little to do with each other that it is no news. */
export const WORTH_TELLING = 0.7;

const STYLE_OF_KIND = { exact: "green", semantic: "cyan", miss: "yellow" } as const;

/** Text in a style, where the terminal shows styles and `NO_COLOR` is not set. */
export function paint(style: Parameters<typeof styleText>[0], text: string): string {
  return styleText(style, text);
}

/** Text in the colour of a kind of answer. */
export function paintKind(kind: Kind, text: string): string {
  return paint(STYLE_OF_KIND[kind], text);
}

/** Text that fits a width, cut at its end with an ellipsis. */
export function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
}

/** A duration with as many digits as matter. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds >= 1_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** A similarity, cut instead of rounded, so that 0.799 does not look like the 0.80 that a hit takes. */
export function formatSimilarity(similarity: number): string {
  return (Math.trunc(similarity * 100) / 100).toFixed(2);
}

/** A whole number with separators. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}
