import { counted, percent, thresholdText, whole } from "../../evaluate/format.ts";
import type { Rate } from "../../evaluate/rate.ts";
import type { Recommendation, TunedSetting, Tuning } from "./tuning.ts";

/** What to do, what it costs, and how sure that is. */
export function adviceSentences(tuning: Tuning): string[] {
  const { recommended, settings } = tuning;
  if (!recommended) return [whyNothing(tuning)];
  const chosen = settings.find(({ guards }) => guards === recommended.guards);
  return [
    `Take ${thresholdText(recommended.threshold)} with ${guardsName(recommended.guards)}.`,
    ...(recommended.isPromised ? [promise(tuning)] : whyNotSure(tuning)),
    ...(chosen ? [cost(tuning, chosen), ...guardsWorth(tuning, chosen)] : []),
    ...calibration(tuning, recommended),
    ...verifier(recommended),
  ];
}

function whyNothing({ pairs, neededPairs, maxFalseHitRate }: Tuning): string {
  const rate = percent(maxFalseHitRate);
  if (pairs.mustMiss === 0) {
    const needed = neededPairs === null ? "" : ` A promise of ${rate} needs ${whole(neededPairs)}.`;
    return `Nothing to recommend: every pair should hit. Which thresholds are too low is known from pairs with label 0.${needed}`;
  }
  return `Nothing to recommend: no threshold that serves anything by meaning keeps false hits within ${rate}. The most similar pairs must miss: look at them with evaluate, and add a guard or a verifier.`;
}

function promise({ maxFalseHitRate, settings }: Tuning): string {
  const isTested = settings.some(({ heldOut }) => heldOut !== null);
  const few = isTested ? "" : " There are too few pairs to test that on some held out.";
  return `For the next lookups that must miss, at most ${percent(maxFalseHitRate)} hits are to be expected, if they come from where these pairs come from.${few}`;
}

function whyNotSure({ neededPairs, pairs, maxFalseHitRate }: Tuning): string[] {
  if (neededPairs === null) return ["No number of pairs can promise a rate of 0."];
  const missing = neededPairs - pairs.mustMiss;
  if (missing <= 0) return [];
  return [
    `That is no promise for the next lookups: one of ${percent(maxFalseHitRate)} needs ${counted(missing, "more pair")} with label 0. There are ${whole(pairs.mustMiss)}.`,
  ];
}

function cost({ now }: Tuning, { rates }: TunedSetting): string {
  const [before, after] = [now.rates, rates ?? now.rates];
  const change = (from: Rate, to: Rate): string => `${percent(from.share)} → ${percent(to.share)}`;
  return `Against now, on these pairs: recall ${change(before.recall, after.recall)}, false hits ${change(before.falseHitRate, after.falseHitRate)}.`;
}

/** Guards let the threshold be lower for the same budget: what that brings. */
function guardsWorth({ settings }: Tuning, { rates }: TunedSetting): string[] {
  const none = settings.find(({ guards }) => guards === "none");
  if (!none || !rates) return [];
  if (none.threshold === null || !none.rates) return ["Without guards no threshold keeps it."];
  const recall = percent(none.rates.recall.share);
  return [
    `Without guards the same budget takes ${thresholdText(none.threshold)}, and recall is ${recall} instead of ${percent(rates.recall.share)}.`,
  ];
}

function calibration({ maxFalseHitRate }: Tuning, { calibrated }: Recommendation): string[] {
  if (!calibrated) return [];
  const { threshold, bound } = calibrated;
  return [
    `To bound wrong hits among ALL lookups by ${percent(maxFalseHitRate)} instead: ${thresholdText(threshold)}, as calibrated() finds it (${percent(bound)} at most, if lookups are mixed like these pairs).`,
  ];
}

function verifier({ grayZone }: Recommendation): string[] {
  if (!grayZone)
    return [
      "A verifier would find little: just below the threshold, fewer than half of the pairs should hit.",
    ];
  const { from, to, asked, recall } = grayZone;
  return [
    `A verifier from ${thresholdText(from)} to ${thresholdText(to)} would be asked at ${percent(asked.share)} of lookups like these; if it is always right, recall is ${percent(recall.share)}.`,
  ];
}

function guardsName(name: string): string {
  return name === "yours" ? "your guards" : `the ${name} guards`;
}
