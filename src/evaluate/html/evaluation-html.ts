import type { Evaluation } from "../evaluation.ts";
import { counted } from "../format.ts";
import { dataSentence, setupSentence } from "../sentences.ts";
import { curveSection } from "./curve-section.ts";
import { findingsSection } from "./findings-section.ts";
import { guardsSection } from "./guards-section.ts";
import { type Html, html, jsonForScript } from "./html.ts";
import { ratesSection } from "./rates-section.ts";
import { replaySection } from "./replay-section.ts";

/** How a report is made. */
export interface EvaluationHtmlOptions {
  /** Its title. @default "Cache evaluation" */
  readonly title?: string | undefined;
}

/**
 * An evaluation as a page to open in a browser: one file that loads nothing, with charts, dark and light,
 * and all numbers as tables too. Holds text of questions.
 */
export async function evaluationHtml(
  evaluation: Evaluation,
  { title = "Cache evaluation" }: EvaluationHtmlOptions = {},
): Promise<string> {
  const { evaluationPage } = await import("#evaluation-page");
  const { script, style } = evaluationPage;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${await sha256(script)}'`;
  const { curve, streamCurve, setup } = evaluation;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${dataSentence(evaluation)}</p>
<p class="faint">${setupSentence(evaluation)}</p>
</header>
<main>
${sections(evaluation)}
</main>
<footer class="faint">Made by ai-sdk-semantic-cache on ${evaluation.createdAt}. Intervals are Wilson, 95 %.</footer>
<script type="application/json" id="evaluation">${jsonForScript({ curve, streamCurve, setup })}</script>
<script>${{ markup: script }}</script>
</body>
</html>
`;
  return page.markup;
}

function sections(evaluation: Evaluation): Html[] {
  const { worst } = evaluation;
  return [
    problems(evaluation),
    ratesSection(evaluation),
    curveSection(evaluation),
    replaySection(evaluation),
    guardsSection(evaluation),
    findingsSection("wrong-hits", "Wrong hits", worst.wrongHits),
    findingsSection("missed-hits", "Missed hits", worst.missedHits),
  ];
}

function problems({ problems: list }: Evaluation): Html {
  if (list.length === 0) return html``;
  const items = list.map(
    ({ stage, message, count }) => html`<li>${stage}, ${counted(count, "time")}: ${message}</li>`,
  );
  return html`<section class="problems" aria-labelledby="problems"><h2 id="problems">What failed</h2>
<p>These failures were misses. The rates below are not those of a cache that works.</p>
<ul>${items}</ul></section>`;
}

/** Only this script may run in the page. (Content Security Policy Level 3, 2.3.1) */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
