import type { Evaluation } from "../evaluation.ts";
import { percent, thresholdText } from "../format.ts";
import { type Html, html } from "./html.ts";

/** What other thresholds would have done with the pairs: charts, a slider and the numbers. */
export function curveSection({ curve, setup }: Evaluation): Html {
  if (curve.length === 0) return html``;
  const start = curve.reduce((best, { threshold }, at) => {
    const nearest = curve[best]?.threshold ?? 0;
    return Math.abs(threshold - setup.threshold) < Math.abs(nearest - setup.threshold) ? at : best;
  }, 0);
  return html`<section aria-labelledby="curve"><h2 id="curve">By threshold</h2>
<p class="legend"><span class="key recall">Recall</span> <span class="key false-hits">False hits</span>
<span class="faint">with guards, their 95 % interval behind; dashed: without guards. Pairs only${setup.verifies ? ", and without the verifier" : ""}.</span></p>
<div class="chart" id="threshold-chart" role="img" aria-label="Recall and false hits of the pairs by threshold. The numbers are in the table below."></div>
<p class="slider"><label for="threshold">Threshold <output id="threshold-value" for="threshold">${thresholdText(curve[start]?.threshold ?? 0)}</output></label>
<input type="range" id="threshold" min="0" max="${curve.length - 1}" step="1" value="${start}"></p>
<div id="readout" aria-live="polite"></div>
<h3>Precision and recall</h3>
<p class="legend"><span class="key precision">Precision</span> <span class="faint">at the recall a threshold gives; dashed: without guards. The ring is the threshold above.</span></p>
<div class="chart" id="precision-chart" role="img" aria-label="Precision by recall. The numbers are in the table below."></div>
<details><summary>All thresholds as a table</summary>${table({ curve })}</details></section>`;
}

function table({ curve }: Pick<Evaluation, "curve">): Html {
  const rows = curve.map(({ threshold, guarded, unguarded }) => {
    const cells = [guarded, unguarded].flatMap(({ recall, falseHitRate, precision }) =>
      [recall, falseHitRate, precision].map(
        ({ share }) => html`<td class="number">${percent(share)}</td>`,
      ),
    );
    return html`<tr><th scope="row" class="number">${thresholdText(threshold)}</th>${cells}</tr>
`;
  });
  const names = ["Recall", "False hits", "Precision", "Recall", "False hits", "Precision"];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="All thresholds"><table>
<thead><tr><td></td><th scope="colgroup" colspan="3">With guards</th><th scope="colgroup" colspan="3">Without guards</th></tr>
<tr><th scope="col" class="number">Threshold</th>${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
