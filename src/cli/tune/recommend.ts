import { thresholdText } from "../../evaluate/format.ts";
import { wouldHit } from "../../evaluate/try-pair.ts";
import { calibratePairs, toLabelled } from "./calibrate-pairs.ts";
import { findsMore } from "./cross-validate.ts";
import { type GrayZoneGain, grayZoneOf } from "./gray-zone.ts";
import type { ChooseBy, TriedSetting } from "./tune-settings.ts";
import type { Recommendation } from "./tuning.ts";

/**
 * The setting to take: that of the application, unless pairs held out show that another one finds more.
 * Having no guards is never recommended: pairs hold only the near misses that somebody thought of.
 */
export function recommend(
  tried: readonly TriedSetting[],
  own: string,
  { maxFalseHitRate, isPromised }: ChooseBy,
): Recommendation | null {
  const best = bestOf(tried, own === "none" ? "standard" : own);
  if (!best?.chosen) return null;
  const { pairs, setting, chosen } = best;
  const { threshold } = chosen;
  const grayZone = grayZoneOf(pairs, threshold);
  return {
    guards: setting.name,
    threshold,
    isPromised,
    calibrated: calibratePairs(pairs.map(toLabelled), maxFalseHitRate),
    grayZone,
    config: configLines(setting.name, threshold, grayZone),
  };
}

function bestOf(tried: readonly TriedSetting[], own: string): TriedSetting | undefined {
  const usable = tried.filter((each) => each.setting.name !== "none" && servesByMeaning(each));
  const first = usable.find(({ setting }) => setting.name === own) ?? usable[0];
  return usable.reduce(
    (best, other) =>
      best?.validation &&
      other.validation &&
      findsMore(other.pairs, other.validation, best.validation)
        ? other
        : best,
    first,
  );
}

function servesByMeaning({ pairs, chosen }: TriedSetting): boolean {
  if (!chosen) return false;
  const found = pairs.filter((pair) => wouldHit(pair, chosen.threshold, true));
  return found.some(({ isExact, mustHit }) => mustHit && !isExact);
}

function configLines(guards: string, threshold: number, zone: GrayZoneGain | null): string {
  return [
    `threshold: ${thresholdText(threshold)},`,
    ...(guards === "yours" ? [] : [`guards: ${JSON.stringify(guards)},`]),
    ...(zone
      ? [
          `// verify: { verifier: llmJudge(model), grayZone: { from: ${thresholdText(zone.from)} } },`,
        ]
      : []),
  ].join("\n");
}
