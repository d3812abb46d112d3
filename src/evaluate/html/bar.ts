import { interval, percent } from "../format.ts";
import type { Rate } from "../rate.ts";
import { type Html, html } from "./html.ts";

/** What a bar stands for: what is wanted, or what is not. */
export type Tone = "good" | "bad";

/** A rate as a bar with its interval as a line across its end. The numbers stand beside it. */
export function rateBar(rate: Rate, tone: Tone): Html {
  const { share, low, high, of } = rate;
  if (share === null || of === 0) return html`<span class="faint">no cases</span>`;
  return html`<svg class="bar ${tone}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10" rx="1"/><rect class="fill" width="${digits(share)}" height="10" rx="1"/><path class="whisker" d="M${digits(low)} 5H${digits(high)}"/></svg>`;
}

/** A cell with a rate, and one with its bar. */
export function rateCells(rate: Rate, tone: Tone): Html {
  const title = `${rate.count} of ${rate.of}, 95 %: ${interval(rate)}`;
  return html`<td class="number" title="${title}">${percent(rate.share)}</td><td class="bar-cell">${rateBar(rate, tone)}</td>`;
}

function digits(share: number): string {
  return (100 * share).toFixed(2);
}
