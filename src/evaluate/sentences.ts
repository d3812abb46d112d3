import type { BudgetThresholds } from "./budget.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Finding } from "./findings.ts";
import { counted, percent, thresholdText, whole } from "./format.ts";
import type { GuardEffect } from "./guard-effects.ts";

/** What was evaluated, in a line: `129 pairs, 4,000 stream questions`. */
export function dataSentence({ kinds }: Evaluation): string {
  const names = { pairs: "pair", stream: "stream question", conversations: "conversation" };
  const parts = kinds.map(({ kind, lookups }) => counted(lookups, names[kind]));
  return parts.length === 0 ? "no rows" : parts.join(", ");
}

/** The cache that was evaluated, in a line. */
export function setupSentence({ setup }: Evaluation): string {
  const { embeddingModel, threshold, policy, guards, verifies } = setup;
  const decision =
    policy === "static"
      ? `threshold ${thresholdText(threshold)}`
      : `policy ${policy} from ${thresholdText(threshold)}`;
  return [
    embeddingModel ?? "exact matches only",
    decision,
    guards.length === 0 ? "no guards" : counted(guards.length, "guard"),
    ...(verifies ? ["with a verifier"] : []),
  ].join(" · ");
}

/** The guards that said something of the pairs, and a sentence about the others. */
export function speakingGuards({ guards }: Evaluation): {
  readonly speaking: readonly GuardEffect[];
  readonly silent: string;
} {
  const speaking = guards.filter(({ caught, refused }) => caught + refused > 0);
  const silent = guards.filter((effect) => !speaking.includes(effect)).map(({ guard }) => guard);
  return { speaking, silent: silent.length === 0 ? "" : `Said nothing: ${silent.join(", ")}.` };
}

/** Which threshold keeps the budget, in sentences. */
export function budgetSentences(budget: BudgetThresholds): string[] {
  const { maxFalseHitRate, observed, bounded, mustMissPairs, neededPairs } = budget;
  const rate = percent(maxFalseHitRate);
  const seen = observed
    ? `From ${thresholdText(observed.threshold)} on, at most ${rate} of the pairs that must miss hit; recall is then ${percent(observed.rates.recall.share)}.`
    : `No threshold keeps false hits on these pairs within ${rate}.`;
  if (bounded) {
    const { threshold, rates } = bounded;
    const recall = percent(rates.recall.share);
    return [
      seen,
      `To expect the same of the next lookups too: ${thresholdText(threshold)}; recall is then ${recall}.`,
    ];
  }
  if (neededPairs === null) return [seen, "No number of pairs can promise a rate of 0."];
  const isFew = mustMissPairs < neededPairs;
  const why = isFew
    ? `A promise for the next lookups needs ${whole(neededPairs)} pairs with label 0 at least; there are ${whole(mustMissPairs)}.`
    : "No threshold can promise it for the next lookups: pairs that must miss are found at any.";
  return [seen, why];
}

const MISSES: Readonly<Record<string, string>> = {
  exact: "found by its normal form",
  semantic: "no guard objected",
  "below-threshold": "below the threshold",
  unverified: "the verifier said no",
  "no-vector": "the embedding model has no vector for it",
  "no-match": "nothing near was stored",
};

/** Why a lookup ended as it did. */
export function reasonSentence({ reason, guards }: Finding): string {
  const [first] = guards;
  if (reason !== "vetoed" || !first) return MISSES[reason] ?? reason;
  return guards
    .map((guard) => (guard.reason ? `${guard.name}: ${guard.reason}` : guard.name))
    .join("; ");
}
