import type { Learned } from "../../learning/learned.ts";
import type { Verdict } from "../../lookup/checks.ts";
import type { Unusable } from "../../lookup/hit.ts";
import type { BypassReason, MissReason } from "../events.ts";

/**
 * Why a request would hit, miss or bypass, as data that survives JSON, and as a text. Holds text of
 * prompts: do not log it where that matters.
 */
export interface Explanation {
  readonly outcome: "hit" | "miss" | "bypass";
  /** How the answer is found; of a miss with reason `shadow`, how it would have been. */
  readonly kind?: "exact" | "semantic" | undefined;
  readonly reason?: BypassReason | MissReason | undefined;
  /** Name of the rule about requests that applied, when that is the reason. */
  readonly rule?: string | undefined;
  /** What was malformed or failed while the request was read, when that is the reason. */
  readonly problem?: string | undefined;
  /** The answer would come from a model call that is under way. */
  readonly inFlight?: boolean | undefined;
  /** What a call would do now, in words. */
  readonly action: string;
  readonly plan: ExplainedPlan;
  readonly scope?: string | undefined;
  readonly key?: string | undefined;
  /** What is compared by meaning, and its normal form. */
  readonly query?: string | undefined;
  readonly normalForm?: string | undefined;
  /** What is stored under the exact key or the normal form; absent where nothing is, or nobody looked. */
  readonly exact?: ExplainedExact | undefined;
  /** Why nothing was compared by meaning, in words. */
  readonly notCompared?: string | undefined;
  readonly embeddingModel?: string | undefined;
  /** Least similarity the policy wants to be asked about. */
  readonly threshold?: number | undefined;
  readonly bounds?: ExplainedBounds | undefined;
  /** The nearest stored questions of the same scope, best first, whatever their similarity. */
  readonly nearest: readonly Neighbour[];
  /** Entries that are near and cannot be used, and why. */
  readonly unusable: readonly UnusableNeighbour[];
  /** Model calls under way for questions that are near enough to be looked at, nearest first. */
  readonly underWay: readonly CallUnderWay[];
  /** All of this for people, in lines. Holds text of prompts. */
  readonly text: string;
}

/** How a request was understood. */
export interface ExplainedPlan {
  readonly operation: "generate" | "stream";
  /** `provider/modelId`. */
  readonly model: string;
  /** Absent where planning ended before it was known. */
  readonly namespace?: string | undefined;
  readonly mode: "on" | "read-only" | "shadow" | "off";
  /** What the call itself says to the cache, by name: `cache`, `threshold`, `maxAge` and so on. */
  readonly directives: Readonly<Record<string, unknown>>;
  /** What must be equal before an answer is shared, by name. Together they are the scope. */
  readonly inScope: readonly ScopePart[];
  /** Options of the call that, as they stand, make no difference: with or without them the key is the same. */
  readonly ignored: readonly string[];
}

/** One thing that must be equal. */
export interface ScopePart {
  readonly name: string;
  /** Equal parts have equal ones: the first eight digits of a hash, made with the `secret` where there is one. */
  readonly fingerprint: string;
  /** What it is, shortened for people. */
  readonly value: string;
}

/** What is stored for exactly this request. */
export interface ExplainedExact {
  readonly entryId: string;
  readonly foundBy: "key" | "normal-form";
  readonly ageMs: number;
  readonly freshness?: Freshness | undefined;
  /** Whether it is served. */
  readonly served: boolean;
  /** Why not. `fallback`: only should the model fail. */
  readonly reason?: Unusable | "quarantined" | "fallback" | "reload" | "shadow" | undefined;
}

/** Which similarities are served. Raw cosines. */
export interface ExplainedBounds {
  readonly policy: string;
  /** Least similarity of what a lookup looks at, to say how near the nearest question was. */
  readonly searchedFrom: number;
  /** Below it nobody is asked. */
  readonly floor: number;
  /** From here on the policy decides. */
  readonly servedFrom: number;
  /** What of it an audit has added, as too many hits were wrong. */
  readonly raisedBy: number;
  /** Where the verifier decides in place of the policy. */
  readonly grayZone?: { readonly from: number; readonly to: number } | undefined;
}

/** A stored question near the asked one. */
export interface Neighbour {
  readonly entryId: string;
  readonly similarity: number;
  /** The stored question. */
  readonly query: string | undefined;
  readonly ageMs: number;
  readonly freshness: Freshness;
  readonly learned?: ExplainedLearned | undefined;
  /** What every guard says, also those behind the first veto. */
  readonly guards: readonly GuardVerdict[];
  readonly policy: PolicyVerdict;
  /** Absent where it is not its turn: none is set, the policy decides, or a check before it has refused. */
  readonly verifier?: VerifierVerdict | undefined;
  /** Whether its answer would be served, and if not, what spoke against it first. */
  readonly verdict: Verdict;
}

/** `renew`: served and renewed behind the answer; `fallback`: served only should the model fail. */
export type Freshness = "fresh" | "renew" | "fallback";

/** What was learned of an entry. */
export interface ExplainedLearned extends Pick<Learned, "leastSimilarity" | "quarantinedAt"> {
  /** Other questions it was compared with, and for how many of them its answer was right. */
  readonly observations: number;
  readonly correct: number;
}

/** What one guard says of two questions. */
export interface GuardVerdict {
  readonly name: string;
  readonly verdict: "passes" | "vetoes" | "failed";
  readonly reason?: string | undefined;
  /** The words of the new question that caused it. */
  readonly query?: readonly string[] | undefined;
  /** The words of the stored question that caused it. */
  readonly candidate?: readonly string[] | undefined;
}

/** What the policy says. It is asked from its floor on, outside of a gray zone. */
export interface PolicyVerdict {
  readonly asked: boolean;
  readonly serves?: boolean | undefined;
  /** It wants to learn from the model's own answer first. */
  readonly explores?: boolean | undefined;
  /** What the decision was made of, by name. */
  readonly numbers?: Readonly<Record<string, number>> | undefined;
}

/** What the verifier says of an answer that nothing else speaks against. */
export interface VerifierVerdict {
  readonly asked: boolean;
  /** It is asked behind the model's answer: `verify.mode: "async"`. */
  readonly later?: boolean | undefined;
  /** Anything but a yes in time is a no. */
  readonly agrees?: boolean | undefined;
}

/** An entry that is near and cannot be used. */
export interface UnusableNeighbour {
  readonly entryId: string;
  readonly similarity: number;
  readonly reason: Unusable;
}

/** A model call under way. */
export interface CallUnderWay {
  readonly kind: "exact" | "semantic";
  readonly similarity: number;
  readonly query: string | undefined;
  /** Whether this request would wait for its answer, as far as can be told before there is one. */
  readonly shared: boolean;
}
