import type { Evaluation } from "../evaluation.ts";
import { interval, percent, whole } from "../format.ts";
import type { Rate } from "../rate.ts";
import type { Rates } from "../rates.ts";
import { budgetSentences } from "../sentences.ts";
import { rateBar, rateCells, type Tone } from "./bar.ts";
import { type Html, html } from "./html.ts";

/** The rates of all lookups, those of every category, and the threshold for the budget. */
export function ratesSection(evaluation: Evaluation): Html {
  const { rates, budget } = evaluation;
  const { recall, precision, falseHitRate, errorRate } = rates;
  const sentences = budget ? budgetSentences(budget).map((text) => html`<p>${text}</p>`) : [];
  return html`<section aria-labelledby="rates"><h2 id="rates">At this setting</h2>
<dl class="cards">
${card("False hits", falseHitRate, "bad", "of the lookups that must miss hit")}
${card("Recall", recall, "good", "of the lookups that should hit did, with the right answer")}
${card("Precision", precision, "good", "of the hits were right")}
${card("Wrong answers", errorRate, "bad", "of all lookups got a wrong answer")}
</dl>
<div class="advice">${sentences}</div></section>
${kinds(evaluation)}${categories(evaluation)}`;
}

function card(title: string, rate: Rate, tone: Tone, what: string): Html {
  return html`<div class="card"><dt>${title}</dt>
<dd><span class="figure">${percent(rate.share)}</span> <span class="faint">${interval(rate)}</span>
${rateBar(rate, tone)}
<span class="faint">${whole(rate.count)} of ${whole(rate.of)} ${what}</span></dd></div>`;
}

const KINDS = { pairs: "Pairs", stream: "Stream", conversations: "Conversations" };

function kinds({ kinds: list }: Evaluation): Html {
  const named = list.map(({ kind, ...rates }) => ({ name: KINDS[kind], rates }));
  return list.length > 1 ? ratesTable("kinds", "By kind", named) : html``;
}

function categories({ categories: list }: Evaluation): Html {
  const named = list.map(({ category, ...rates }) => ({ name: category, rates }));
  return list.length > 0 ? ratesTable("categories", "By category", named) : html``;
}

function ratesTable(
  id: string,
  title: string,
  list: readonly { readonly name: string; readonly rates: Rates }[],
): Html {
  const rows = list.map(
    ({
      name,
      rates: { lookups, recall, falseHitRate, wrong },
    }) => html`<tr><th scope="row">${name}</th>
<td class="number">${whole(lookups)}</td>${rateCells(recall, "good")}${rateCells(falseHitRate, "bad")}<td class="number">${whole(wrong)}</td></tr>
`,
  );
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<p class="faint">The line across the end of a bar is the 95 % interval: where it is long, there are few rows.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table>
<thead><tr><td></td><th scope="col" class="number">Lookups</th><th scope="col" class="number" colspan="2">Recall</th><th scope="col" class="number" colspan="2">False hits</th><th scope="col" class="number">Wrong</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}
