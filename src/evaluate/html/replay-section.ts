import type { Evaluation } from "../evaluation.ts";
import { thresholdText, whole } from "../format.ts";
import type { Rates } from "../rates.ts";
import { rateCells } from "./bar.ts";
import { type Html, html } from "./html.ts";

/** Streams and conversations: what a cache that fills did with them. */
export function replaySection({ replays, streamCurve }: Evaluation): Html {
  if (replays.length === 0) return html``;
  const rows = [
    ...replays.flatMap(({ kind, whole: all, secondHalf, stored }) => [
      row(kind === "stream" ? "Stream" : "Conversations", all, whole(stored)),
      row("second half", secondHalf, ""),
    ]),
    ...streamCurve.map(({ threshold, whole: all, stored }) =>
      row(`Stream at ${thresholdText(threshold)}`, all, whole(stored)),
    ),
  ];
  const chart = html`<p class="legend"><span class="key recall">Hits</span> <span class="key false-hits">Wrong answers</span>
<span class="faint">among all questions of the stream, replayed at each threshold with guards.</span></p>
<div class="chart" id="stream-chart" role="img" aria-label="Hits and wrong answers of the stream by threshold. The numbers are in the table below."></div>`;
  return html`<section aria-labelledby="replays"><h2 id="replays">In order</h2>
<p class="faint">Questions were asked one after the other, of a cache that was empty at first.</p>
${streamCurve.length > 0 ? chart : ""}
<div class="scroll" tabindex="0" role="region" aria-labelledby="replays"><table>
<thead><tr><td></td><th scope="col" class="number" colspan="2">Hits</th><th scope="col" class="number" colspan="2">Wrong answers</th><th scope="col" class="number" colspan="2">Precision</th><th scope="col" class="number">Stored</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function row(name: string, rates: Rates, stored: string): Html {
  const { hitRate, errorRate, precision } = rates;
  return html`<tr><th scope="row">${name}</th>${rateCells(hitRate, "good")}${rateCells(errorRate, "bad")}${rateCells(precision, "good")}<td class="number">${stored}</td></tr>
`;
}
