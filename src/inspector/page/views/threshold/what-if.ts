import { counted, thresholdText, whole } from "../../../../evaluate/format.ts";
import type { SimilarityPoint } from "../../../contract.ts";

/** A lookup by meaning that was looked at lately. */
export type Lookup = SimilarityPoint;

/** What another threshold would have made of the latest lookups. */
export interface WhatIf {
  readonly threshold: number;
  readonly hits: number;
  readonly misses: number;
  /** Hits that are less similar. */
  readonly lost: readonly Lookup[];
  /** Misses that are similar enough and that only the threshold kept from being hits. */
  readonly won: readonly Lookup[];
  /** Misses that are similar enough, and that a guard vetoed: they stay misses. */
  readonly vetoed: readonly Lookup[];
}

/** Reasons of misses that another threshold can change. */
const BY_THRESHOLD: readonly (string | undefined)[] = ["below-threshold", "no-match"];

/** What this threshold would have done. */
export function whatIf(lookups: readonly Lookup[], threshold: number): WhatIf {
  const hits = lookups.filter(({ outcome }) => outcome === "hit");
  const misses = lookups.filter(({ outcome }) => outcome === "miss");
  const near = misses.filter(({ similarity }) => similarity >= threshold);
  return {
    threshold,
    hits: hits.length,
    misses: misses.length,
    lost: hits.filter(({ similarity }) => similarity < threshold),
    won: near.filter(({ vetoed, reason }) => !vetoed && BY_THRESHOLD.includes(reason)),
    vetoed: near.filter(({ vetoed }) => vetoed),
  };
}

/** The same in sentences. */
export function whatIfSentence({ threshold, hits, lost, won, vetoed }: WhatIf): string {
  const at = `At ${thresholdText(threshold)}`;
  const changes = [
    lost.length > 0 &&
      `${whole(lost.length)} of these ${counted(hits, "hit")} would have been ${lost.length === 1 ? "a miss" : "misses"}`,
    won.length > 0 &&
      `${whole(won.length)} ${won.length === 1 ? "miss" : "misses"} could have been ${won.length === 1 ? "a hit" : "hits"}, unless a guard objects`,
  ].filter((change) => change !== false);
  const first =
    changes.length === 0 ? `${at} nothing would have changed.` : `${at}, ${changes.join("; ")}.`;
  if (vetoed.length === 0) return first;
  const more = vetoed.length === 1 ? "1 more miss is" : `${whole(vetoed.length)} more misses are`;
  return `${first} ${more} that similar and would have stayed so: guards vetoed ${vetoed.length === 1 ? "it" : "them"}.`;
}
