import type { Evaluation } from "../../evaluate/evaluation.ts";
import type { Rates } from "../../evaluate/rates.ts";
import type { CalibrationReport } from "../../lookup/policies/calibrated.ts";
import type { HeldOut } from "./cross-validate.ts";
import type { GrayZoneGain } from "./gray-zone.ts";

/** What labelled pairs say about thresholds and guards. JSON-safe; holds no text of questions. */
export interface Tuning {
  readonly format: "ai-sdk-semantic-cache/tuning";
  readonly version: 1;
  readonly maxFalseHitRate: number;
  readonly pairs: { readonly mustHit: number; readonly mustMiss: number };
  /** Fewest pairs that must miss for a promise; `null` for a rate of 0, which has none. */
  readonly neededPairs: number | null;
  /** The cache as it is set now, and what it did with the pairs. */
  readonly now: {
    readonly embeddingModel: string;
    readonly threshold: number;
    readonly policy: string;
    readonly guards: string;
    readonly rates: Rates;
  };
  /** The application's own guards first, where it has some. */
  readonly settings: readonly TunedSetting[];
  readonly recommended: Recommendation | null;
  /** Streams and conversations, replayed as recommended. */
  readonly replays: Evaluation["replays"];
  readonly problems: Evaluation["problems"];
}

/** The least threshold within the budget, for some guards. */
export interface TunedSetting {
  readonly guards: string;
  /** `null` where no threshold keeps the budget. */
  readonly threshold: number | null;
  /** Of the pairs it was chosen by. */
  readonly rates: Rates | null;
  /** Of pairs it was not chosen by; `null` where there are too few. */
  readonly heldOut: HeldOut | null;
}

/** What to set. */
export interface Recommendation {
  readonly guards: string;
  readonly threshold: number;
  /** Whether the budget is expected to hold for the next lookups, too: there were enough pairs. */
  readonly isPromised: boolean;
  /** By `calibrated`, which bounds wrong hits among all lookups; `null` with too few pairs. */
  readonly calibrated: CalibrationReport | null;
  readonly grayZone: GrayZoneGain | null;
  /** Lines for the options of `semanticCache`. */
  readonly config: string;
}
