import type { Config } from "../config.ts";
import { withDeadline, withTimeout } from "../deadline.ts";
import { toEntryId } from "../entry-id.ts";
import type { ErrorStage, MissReason } from "../observe/events.ts";
import { refusalOf } from "../resilience/refusal.ts";
import { answerText } from "../response/answer.ts";
import type { Payload } from "../response/payload.ts";
import type { EntryAddress, Match, MaybePromise } from "../store.ts";
import type { Veto } from "./guards/guard.ts";
import { guardText } from "./guards/guard-text.ts";
import { resolveGuards } from "./guards/index.ts";
import type { Policy } from "./policies/policy.ts";

/** What a check says against a candidate: a guard's name and veto. It may quote the questions. */
export interface Refusal {
  readonly guard?: { readonly name: string } & Veto;
}

type RefusalReason = Extract<
  MissReason,
  "vetoed" | "below-threshold" | "unverified" | "breaker-open"
>;

/** Whether a candidate is served, and if not, why. */
export interface Verdict extends Refusal {
  readonly accepted: boolean;
  readonly reason?: RefusalReason;
}

/** A match with everything a check may want to know. */
export interface Candidate {
  readonly address: EntryAddress;
  /** Raw cosine of the two questions. */
  readonly similarity: number;
  readonly payload: Pick<Payload, "query" | "answer" | "model" | "namespace" | "observations">;
  readonly query: string;
  readonly abortSignal: AbortSignal | undefined;
}

/** One condition a candidate must meet. The checks of a cache are a list: order is all there is to it. */
export interface Check {
  readonly stage: ErrorStage;
  /** What a refusal by this check, or its failure, is called. */
  readonly reason: RefusalReason;
  /** What speaks against the candidate, or `undefined` to let it pass. */
  refuse(candidate: Candidate): MaybePromise<Refusal | undefined>;
}

const ACCEPTED: Verdict = { accepted: true };

/** The checks every semantic match goes through, the cheap ones first. */
export function createChecks(config: Config, policy: Policy): readonly Check[] {
  return [
    floorCheck(policy),
    ...guardChecks(config),
    policyCheck(policy, config),
    ...verifyChecks(config),
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
  for (const { stage, reason, refuse } of checks) {
    try {
      const refusal = await refuse(candidate);
      if (refusal) return { accepted: false, reason, ...refusal };
    } catch (error) {
      onError(stage, error);
      const isLeftAlone = refusalOf(error) === "breaker-open";
      return { accepted: false, reason: isLeftAlone ? "breaker-open" : reason };
    }
  }
  return ACCEPTED;
}

/** Whether a match is what was asked for. Written so that NaN is refused. */
export function isTrustworthy({ entry, similarity }: Match, scope: string): boolean {
  return entry.scope === scope && similarity >= -1.001 && similarity <= 1.001;
}

function floorCheck({ floor }: Policy): Check {
  return {
    stage: "policy",
    reason: "below-threshold",
    refuse: ({ similarity }) => (similarity >= floor ? undefined : {}),
  };
}

function guardChecks(config: Config): Check[] {
  const guards = resolveGuards(config.guards);
  if (guards.length === 0) return [];
  return [
    {
      stage: "guard",
      reason: "vetoed",
      refuse({ query, payload }) {
        // Without the stored question nothing can be compared: refuse.
        if (payload.query === undefined) {
          return { guard: { name: "stored-question", reason: "the stored question is not known" } };
        }
        const [asked, stored] = [guardText(query), guardText(payload.query)];
        for (const guard of guards) {
          const veto = guard.veto(asked, stored);
          if (veto === undefined) continue;
          const said = typeof veto === "string" ? { reason: veto } : veto;
          return { guard: { name: guard.name, ...said } };
        }
        return undefined;
      },
    },
  ];
}

function policyCheck(policy: Policy, { timeouts }: Config): Check {
  return {
    stage: "policy",
    reason: "below-threshold",
    async refuse({ address, similarity, payload, query, abortSignal }) {
      const decision = policy.decide({
        similarity,
        entryId: toEntryId(address),
        namespace: payload.namespace,
        query,
        candidateQuery: payload.query,
        observations: payload.observations ?? [],
      });
      const decided = await withTimeout("policy", timeouts.verify, abortSignal, decision);
      const serves = typeof decided === "object" ? decided.serves : decided;
      return serves === true ? undefined : {};
    },
  };
}

function verifyChecks({ verify, timeouts }: Config): Check[] {
  if (!verify) return [];
  return [
    {
      stage: "verify",
      reason: "unverified",
      async refuse({ query, similarity, payload, abortSignal }) {
        const candidate = {
          query,
          candidateQuery: payload.query,
          answer: answerText(payload.answer),
          similarity,
          model: payload.model,
        };
        const verified = await withDeadline("verify", timeouts.verify, abortSignal, (signal) =>
          verify(candidate, { abortSignal: signal }),
        );
        return verified === true ? undefined : {};
      },
    },
  ];
}
