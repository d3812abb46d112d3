import { withDeadline } from "../deadline.ts";
import { toEntryId } from "../entry-id.ts";
import type { ErrorStage, MissReason } from "../observe/events.ts";
import type { Config } from "../options.ts";
import { answerText } from "../response/answer.ts";
import type { Payload } from "../response/payload.ts";
import type { EntryAddress, Match } from "../store.ts";
import { guardText } from "./guards/guard-text.ts";
import type { Policy } from "./policies/policy.ts";

/** Why a candidate was refused, or that it was not. */
export interface Verdict {
  readonly accepted: boolean;
  readonly reason?: Extract<MissReason, "vetoed" | "below-threshold" | "unverified"> | undefined;
  /** The guard that spoke against it, and what it said. The text may quote the question. */
  readonly guard?: { readonly name: string; readonly reason: string } | undefined;
}

/** A match with everything a check may want to know. */
export interface Candidate {
  readonly address: EntryAddress;
  readonly match: Match;
  readonly payload: Payload;
  readonly query: string;
  readonly abortSignal: AbortSignal | undefined;
}

/** One condition a candidate must meet. The checks of a cache are a list: order is all there is to it. */
export interface Check {
  readonly stage: ErrorStage;
  /** The verdict of a refusal, or `undefined` to let the candidate pass. */
  refuse(candidate: Candidate): Promise<Verdict | undefined> | Verdict | undefined;
}

const ACCEPTED: Verdict = { accepted: true };

/** The checks every semantic match goes through: guards first, then the policy, then the second opinion. */
export function createChecks(config: Config, policy: Policy): readonly Check[] {
  return [...guardChecks(config), policyCheck(policy), ...verifyChecks(config)];
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
  for (const check of checks) {
    try {
      const refused = await check.refuse(candidate);
      if (refused) return refused;
    } catch (error) {
      onError(check.stage, error);
      return { accepted: false, reason: check.stage === "guard" ? "vetoed" : "unverified" };
    }
  }
  return ACCEPTED;
}

/** Whether a match is what was asked for. Written so that NaN is refused. */
export function isTrustworthy({ entry, similarity }: Match, scope: string, space: string): boolean {
  const isSimilarity = similarity >= -1.001 && similarity <= 1.001;
  return entry.scope === scope && entry.space === space && isSimilarity;
}

function guardChecks({ guards }: Config): Check[] {
  if (guards.length === 0) return [];
  return [
    {
      stage: "guard",
      refuse({ query, payload }) {
        // Without the stored question nothing can be compared: refuse.
        if (payload.query === undefined) return vetoed("stored-question", "it is not known");
        const [asked, stored] = [guardText(query), guardText(payload.query)];
        for (const guard of guards) {
          const reason = guard.veto(asked, stored);
          if (reason !== undefined) return vetoed(guard.name, reason);
        }
        return undefined;
      },
    },
  ];
}

function vetoed(name: string, reason: string): Verdict {
  return { accepted: false, reason: "vetoed", guard: { name, reason } };
}

function policyCheck(policy: Policy): Check {
  return {
    stage: "policy",
    async refuse({ address, match, payload, query }) {
      const serves = await policy.decide({
        similarity: match.similarity,
        entryId: toEntryId(address),
        query,
        candidateQuery: payload.query,
      });
      return serves === true ? undefined : { accepted: false, reason: "below-threshold" };
    },
  };
}

function verifyChecks({ verify, timeouts }: Config): Check[] {
  if (!verify) return [];
  return [
    {
      stage: "verify",
      async refuse({ query, match, payload, abortSignal }) {
        const candidate = {
          query,
          candidateQuery: payload.query,
          answer: answerText(payload.answer),
          similarity: match.similarity,
          model: payload.model,
        };
        const verified = await withDeadline("verify", timeouts.verify, abortSignal, (signal) =>
          verify(candidate, { abortSignal: signal }),
        );
        return verified === true ? undefined : { accepted: false, reason: "unverified" };
      },
    },
  ];
}
