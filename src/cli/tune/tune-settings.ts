import { budgetThresholds, type ChosenThreshold } from "../../evaluate/budget.ts";
import type { TriedPair } from "../../evaluate/try-pair.ts";
import { type CrossValidation, crossValidate } from "./cross-validate.ts";
import { foldsOf } from "./folds.ts";
import { type GuardSetting, pairsWith } from "./guard-settings.ts";
import type { TunedSetting } from "./tuning.ts";

/** A setting as it was tried. */
export interface TriedSetting {
  readonly setting: GuardSetting;
  /** The pairs, with its guards alone. */
  readonly pairs: readonly TriedPair[];
  readonly chosen: ChosenThreshold | null;
  readonly validation: CrossValidation | undefined;
}

/** How a threshold is chosen. */
export interface ChooseBy {
  readonly maxFalseHitRate: number;
  /** Whether the budget is to be expected of the next lookups, or was only kept on these pairs. */
  readonly isPromised: boolean;
}

const FOLDS = 10;

/** Looks for the least threshold within the budget, for each setting, and tests each choice on pairs held out. */
export function tuneSettings(
  pairs: readonly TriedPair[],
  settings: readonly GuardSetting[],
  by: ChooseBy,
): TriedSetting[] {
  const folds = foldsOf(pairs, Math.min(FOLDS, pairs.length));
  return settings.map((setting) => {
    const own = pairsWith(pairs, setting);
    return {
      setting,
      pairs: own,
      chosen: choose(own, by),
      validation: crossValidate(own, folds, (others) => choose(others, by)?.threshold),
    };
  });
}

function choose(
  pairs: readonly TriedPair[],
  { maxFalseHitRate, isPromised }: ChooseBy,
): ChosenThreshold | null {
  const { bounded, observed } = budgetThresholds(pairs, maxFalseHitRate);
  return isPromised ? bounded : observed;
}

/** A {@link TriedSetting} as data. */
export function toTuned({ setting, chosen, validation }: TriedSetting): TunedSetting {
  const { recall, falseHitRate } = validation ?? {};
  return {
    guards: setting.name,
    threshold: chosen?.threshold ?? null,
    rates: chosen?.rates ?? null,
    heldOut: recall && falseHitRate ? { recall, falseHitRate } : null,
  };
}
