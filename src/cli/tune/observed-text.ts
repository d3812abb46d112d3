import { counted, interval, percent, thresholdText, whole } from "../../evaluate/format.ts";
import type { Paint } from "../../evaluate/text/paint.ts";
import { tableLines } from "../../evaluate/text/table.ts";
import type { ObservedTuning } from "./observations.ts";

/** What was observed, as text for a terminal. */
export function observedText(observed: ObservedTuning, paint: Paint): string {
  const { entries, observedEntries, observations, quarantined, bands, suggested } = observed;
  const head = `${entries === 1 ? "1 entry" : `${whole(entries)} entries`}, ${whole(observedEntries)} of them compared with other questions: ${counted(observations, "observation")}, ${counted(quarantined, "answer")} known to be wrong`;
  const table = tableLines(
    ["similarity", "observed", "wrong", "share", "95 % interval"].map((title) => ({ title })),
    bands.map(({ from, to, wrong }) => [
      `${thresholdText(from)} to ${thresholdText(to)}`,
      whole(wrong.of),
      whole(wrong.count),
      percent(wrong.share),
      interval(wrong),
    ]),
  );
  const [titles = "", ...rows] = table;
  const sections = [
    [paint.strong(head)],
    rows.length > 0 ? [paint.faint(titles), ...rows] : [],
    adviceOn(observed),
    suggested ? [`threshold: ${thresholdText(suggested.threshold)},`] : [],
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function adviceOn(observed: ObservedTuning): string[] {
  const { observations, neededObservations, maxFalseHitRate, suggested } = observed;
  const rate = percent(maxFalseHitRate);
  if (suggested) {
    const { threshold, wrongHits, hits } = suggested;
    return [
      `From ${thresholdText(threshold)} on, ${whole(wrongHits)} of ${whole(hits)} were wrong: within ${rate} of all that was observed.`,
      "That is a hint, not a promise. People tell of wrong answers more than of right ones, and audits see only what was served: nothing below your threshold. Label a sample of lookups for a promise (tune --help).",
    ];
  }
  if (neededObservations === null) return ["No number of observations can promise a rate of 0."];
  const missing = neededObservations - observations;
  if (missing > 0) {
    return [
      `Too few to say anything: ${rate} needs ${counted(missing, "more observation")}. They come from feedback(), from audit, and from policies and verifiers that compare answers.`,
    ];
  }
  return [
    `No threshold keeps what was observed within ${rate}: the most similar questions were wrong already. Look at them (entries --json), and add a guard or a verifier.`,
  ];
}
