import { type Rate, rateOf } from "../../evaluate/rate.ts";
import type { CalibrationReport, LabelledPair } from "../../lookup/policies/calibrated.ts";
import { decodePayload } from "../../response/payload.ts";
import type { CacheStore } from "../../store.ts";
import { calibratePairs, pairsForRate } from "./calibrate-pairs.ts";

/** What feedback, audits and learning policies left with the entries of a store. JSON-safe. */
export interface ObservedTuning {
  readonly format: "ai-sdk-semantic-cache/observed-tuning";
  readonly version: 1;
  readonly maxFalseHitRate: number;
  readonly entries: number;
  /** Entries that another question was compared with. */
  readonly observedEntries: number;
  /** Entries whose answer is known to be wrong, and is served to nobody. */
  readonly quarantined: number;
  readonly observations: number;
  /** Fewest observations for a suggestion; `null` for a rate of 0. */
  readonly neededObservations: number | null;
  /** The most similar first; only where something was observed. */
  readonly bands: readonly SimilarityBand[];
  /** As `calibrated` finds it, taking the observations for a sample of lookups; `null` with too few. */
  readonly suggested: CalibrationReport | null;
}

/** What was observed at some similarities. */
export interface SimilarityBand {
  readonly from: number;
  /** Not included, but for 1. */
  readonly to: number;
  /** Neighbours that were wrong. */
  readonly wrong: Rate;
}

/** Bands are this wide: fiftieths. */
const BANDS = 50;

/** Reads what was learned from the entries of a store, of one namespace when named. */
export async function observedTuning(
  store: CacheStore,
  { namespace, maxFalseHitRate }: ObserveOptions,
): Promise<ObservedTuning> {
  const pairs: LabelledPair[] = [];
  const counts = { entries: 0, observedEntries: 0, quarantined: 0 };
  for await (const { payload: stored } of store.entries()) {
    const payload = decodePayload(stored);
    if (typeof payload === "string") continue; // no answer, or none this version reads
    if (namespace !== undefined && payload.namespace !== namespace) continue;
    const { observations = [], quarantinedAt } = payload.learned ?? {};
    counts.entries++;
    if (quarantinedAt !== undefined) counts.quarantined++;
    if (observations.length > 0) counts.observedEntries++;
    pairs.push(...observations);
  }
  return {
    format: "ai-sdk-semantic-cache/observed-tuning",
    version: 1,
    maxFalseHitRate,
    ...counts,
    observations: pairs.length,
    neededObservations: pairsForRate(maxFalseHitRate),
    bands: bandsOf(pairs),
    suggested: calibratePairs(pairs, maxFalseHitRate),
  };
}

/** What is read, and the share of wrong hits that is aimed at. */
export interface ObserveOptions {
  readonly namespace?: string | undefined;
  readonly maxFalseHitRate: number;
}

function bandsOf(pairs: readonly LabelledPair[]): SimilarityBand[] {
  const bandOf = ({ similarity }: LabelledPair): number =>
    Math.min(BANDS - 1, Math.floor(similarity * BANDS + 1e-9));
  const numbers = [...new Set(pairs.map(bandOf))].toSorted((one, other) => other - one);
  return numbers.map((number) => {
    const band = pairs.filter((pair) => bandOf(pair) === number);
    const wrong = band.filter(({ isCorrect }) => !isCorrect).length;
    return { from: number / BANDS, to: (number + 1) / BANDS, wrong: rateOf(wrong, band.length) };
  });
}
