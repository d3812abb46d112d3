import type { Config } from "../config.ts";
import { withDeadline, withTimeout } from "../deadline.ts";
import { toEntryId } from "../entry-id.ts";
import { isKnownWrong } from "../learning/learned.ts";
import type { LiveAudit } from "../learning/live-audit.ts";
import type { Comparison, ErrorStage, MissReason } from "../observe/events.ts";
import { refusalOf } from "../resilience/refusal.ts";
import { comparableText } from "../response/answer.ts";
import type { Payload } from "../response/payload.ts";
import type { EntryAddress, Match, MaybePromise } from "../store.ts";
import { boundsOf, type ServingBounds } from "./bounds.ts";
import type { Veto } from "./guards/guard.ts";
import { resolveGuards } from "./guards/index.ts";
import { rememberingLast } from "./guards/remembering-last.ts";
import type { Policy } from "./policies/policy.ts";

/** Why a candidate is not served. */
export type RefusalReason = Extract<
  MissReason,
  | "vetoed"
  | "below-threshold"
  | "explored"
  | "unverified"
  | "quarantined"
  | "audit"
  | "breaker-open"
>;

/** What a check has found out about a candidate. */
export interface Finding {
  /** Whether this check speaks against serving the candidate. */
  readonly refuses: boolean;
  /** A guard's name and veto. It may quote the questions. */
  readonly guard?: ({ readonly name: string } & Veto) | undefined;
  /** What the policy decided by. */
  readonly numbers?: Readonly<Record<string, number>> | undefined;
  /** Why the model's own answer to the question is to be compared with the candidate's. */
  readonly comparison?: Comparison | undefined;
}

/** Whether a candidate is served, and if not, why. */
export interface Verdict extends Omit<Finding, "refuses"> {
  readonly accepted: boolean;
  readonly reason?: RefusalReason | undefined;
}

/** A match with everything a check may want to know. */
export interface Candidate {
  readonly address: EntryAddress;
  /** Raw cosine of the two questions. */
  readonly similarity: number;
  readonly payload: Pick<Payload, "query" | "answer" | "model" | "namespace" | "learned">;
  readonly query: string;
  readonly abortSignal: AbortSignal | undefined;
}

/** One condition a candidate must meet. The checks of a cache are a list: order is all there is to it. */
export interface Check {
  readonly stage: ErrorStage;
  /** What a refusal by this check, or its failure, is called. */
  readonly reason: RefusalReason;
  /** Cannot be asked before the stored answer is there. */
  readonly needsAnswer?: boolean;
  /** `undefined` where there is nothing to say. */
  examine(candidate: Candidate): MaybePromise<Finding | undefined>;
}

/** What the checks of one cache need to know. */
export interface CheckOptions {
  readonly config: Config;
  readonly policy: Policy;
  readonly audit: LiveAudit | undefined;
}

const REFUSED: Finding = { refuses: true };

/** The checks every semantic match goes through, the cheap ones first. */
export function createChecks({ config, policy, audit }: CheckOptions): readonly Check[] {
  const bounds = boundsOf(config, policy, audit);
  return [
    quarantineCheck,
    floorCheck(bounds),
    ...guardChecks(config),
    policyCheck(policy, bounds, config),
    ...verifyChecks(bounds, config),
    ...(audit ? [auditCheck(audit)] : []),
  ];
}

/**
 * Judges a candidate. A check that fails refuses it, and is reported: a broken guard must not let
 * wrong answers through.
 */
export async function judge(
  checks: readonly Check[],
  candidate: Candidate,
  onError: (stage: ErrorStage, error: unknown) => void,
): Promise<Verdict> {
  let numbers: Finding["numbers"];
  for (const { stage, reason, examine } of checks) {
    try {
      const finding = await examine(candidate);
      numbers ??= finding?.numbers;
      if (!finding?.refuses) continue;
      const { guard, comparison } = finding;
      const why = comparison === "explore" ? "explored" : reason;
      return { accepted: false, reason: why, guard, numbers, comparison };
    } catch (error) {
      onError(stage, error);
      const isLeftAlone = refusalOf(error) === "breaker-open";
      return { accepted: false, reason: isLeftAlone ? "breaker-open" : reason, numbers };
    }
  }
  return { accepted: true, numbers };
}

/** Whether a match is what was asked for. Written so that NaN, and what is no number, is refused. */
export function isTrustworthy({ entry, similarity }: Match, scope: string): boolean {
  return entry.scope === scope && Number.isFinite(similarity) && Math.abs(similarity) <= 1.001;
}

/** What people said was wrong is served to nobody; what was wrong at some similarity, to nobody as far. */
const quarantineCheck: Check = {
  stage: "lookup",
  reason: "quarantined",
  examine: ({ similarity, payload: { learned } }) =>
    isKnownWrong(learned, similarity) ? REFUSED : undefined,
};

function floorCheck({ floor }: ServingBounds): Check {
  return {
    stage: "policy",
    reason: "below-threshold",
    examine: ({ similarity }) => (similarity >= floor ? undefined : REFUSED),
  };
}

function guardChecks(config: Config): Check[] {
  const { guards, read } = resolveGuards(config.guards);
  if (guards.length === 0) return [];
  const readQuestion = rememberingLast(read); // one question is compared with several candidates
  return [
    {
      stage: "guard",
      reason: "vetoed",
      examine({ query, payload }) {
        // Without the stored question nothing can be compared: refuse.
        if (payload.query === undefined) {
          const reason = "the stored question is not known";
          return { refuses: true, guard: { name: "stored-question", reason } };
        }
        const [asked, stored] = [readQuestion(query), read(payload.query)];
        for (const guard of guards) {
          const veto = guard.veto(asked, stored);
          if (veto === undefined) continue;
          return { refuses: true, guard: { name: guard.name, ...veto } };
        }
        return undefined;
      },
    },
  ];
}

function policyCheck(policy: Policy, bounds: ServingBounds, { timeouts }: Config): Check {
  return {
    stage: "policy",
    reason: "below-threshold",
    async examine({ address, similarity, payload, query, abortSignal }) {
      if (bounds.isGray(similarity)) return undefined; // the verifier decides
      if (similarity < bounds.servedFrom) return REFUSED;
      const decision = policy.decide({
        similarity,
        entryId: toEntryId(address),
        namespace: payload.namespace,
        query,
        candidateQuery: payload.query,
        observations: payload.learned?.observations ?? [],
      });
      const decided = await withTimeout("policy", timeouts.verify, abortSignal, decision);
      if (typeof decided !== "object") return { refuses: decided !== true };
      const { serves, explores, numbers } = decided;
      if (serves === true) return { refuses: false, numbers };
      return { refuses: true, numbers, comparison: explores ? "explore" : undefined };
    },
  };
}

function verifyChecks(bounds: ServingBounds, { verify, timeouts }: Config): Check[] {
  if (!verify) return [];
  const { verifier, grayZone, isAsync } = verify;
  const isAsked = (similarity: number): boolean => !grayZone || bounds.isGray(similarity);
  if (isAsync) {
    const later: Finding = { refuses: true, comparison: "verify" };
    const examine: Check["examine"] = ({ similarity }) => (isAsked(similarity) ? later : undefined);
    return [{ stage: "verify", reason: "unverified", examine }];
  }
  return [
    {
      stage: "verify",
      reason: "unverified",
      needsAnswer: true,
      async examine({ query, similarity, payload, abortSignal }) {
        if (!isAsked(similarity)) return undefined;
        const candidate = {
          query,
          candidateQuery: payload.query,
          answer: comparableText(payload.answer),
          similarity,
          model: payload.model,
        };
        const verified = await withDeadline("verify", timeouts.verify, abortSignal, (signal) =>
          verifier(candidate, { abortSignal: signal }),
        );
        return { refuses: verified !== true };
      },
    },
  ];
}

function auditCheck(audit: LiveAudit): Check {
  const stopped: Finding = { refuses: true, comparison: "audit" };
  return {
    stage: "lookup",
    reason: "audit",
    examine: () => (audit.isStopped() ? stopped : undefined),
  };
}
