import type { Evaluation } from "../evaluation.ts";
import { thresholdText, whole } from "../format.ts";
import type { GuardEffect } from "../guard-effects.ts";
import { speakingGuards } from "../sentences.ts";
import { type Html, html } from "./html.ts";

/** What every guard caught, and what it cost. */
export function guardsSection(evaluation: Evaluation): Html {
  const { guards, setup, curve } = evaluation;
  if (curve.length === 0 || guards.length === 0) return html``;
  const { speaking, silent } = speakingGuards(evaluation);
  const most = Math.max(1, ...guards.flatMap(({ caught, refused }) => [caught, refused]));
  const table = html`<div class="scroll" tabindex="0" role="region" aria-labelledby="guards"><table>
<thead><tr><th scope="col">Guard</th><th scope="col" class="number" colspan="2">Wrong hits caught</th><th scope="col" class="number" colspan="2">Right hits refused</th></tr></thead>
<tbody>${speaking.map((effect) => row(effect, most))}</tbody></table></div>`;
  return html`<section aria-labelledby="guards"><h2 id="guards">What guards caught and cost</h2>
<p class="faint">Of the pairs at ${thresholdText(setup.threshold)} or above. The paler part: another guard said so too.</p>
${speaking.length > 0 ? table : ""}
<p class="faint">${silent}</p></section>`;
}

function row(
  { guard, caught, caughtAlone, refused, refusedAlone }: GuardEffect,
  most: number,
): Html {
  return html`<tr><th scope="row">${guard}</th>${cells(caught, caughtAlone, most, "good")}${cells(refused, refusedAlone, most, "bad")}</tr>
`;
}

function cells(count: number, alone: number, most: number, tone: string): Html {
  const width = (part: number): string => ((100 * part) / most).toFixed(2);
  return html`<td class="number">${whole(count)} <span class="faint">(${whole(alone)} alone)</span></td><td class="bar-cell"><svg class="bar ${tone}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10" rx="1"/><rect class="shared" width="${width(count)}" height="10" rx="1"/><rect class="fill" width="${width(alone)}" height="10" rx="1"/></svg></td>`;
}
