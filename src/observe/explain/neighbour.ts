import { toEntryId } from "../../entry-id.ts";
import type { Learned } from "../../learning/learned.ts";
import type { ServingBounds } from "../../lookup/bounds.ts";
import type { JudgedMatch } from "../../lookup/choose.ts";
import type {
  ExplainedLearned,
  GuardVerdict,
  Neighbour,
  PolicyVerdict,
  VerifierVerdict,
} from "./explanation.ts";
import type { CheckFinding } from "./watched-checks.ts";

/** What was found out about one match. */
export interface MatchFindings {
  readonly guards: readonly GuardVerdict[];
  readonly findings: readonly CheckFinding[];
  readonly bounds: ServingBounds;
  /** When the verifier is asked, where it is its turn. */
  readonly verifier: "now" | "later" | "not";
}

/** A judged match, for people. */
export function toNeighbour(
  { hit, verdict }: JudgedMatch,
  { guards, findings, bounds, verifier }: MatchFindings,
): Neighbour {
  const { entry, payload, similarity, freshness } = hit;
  return {
    entryId: toEntryId(entry),
    similarity,
    query: payload.query,
    ageMs: Math.max(0, Date.now() - entry.createdAt),
    freshness,
    learned: payload.learned && explainedLearned(payload.learned),
    guards,
    policy: policyVerdict(findings, bounds, similarity),
    verifier: verifierVerdict(findings, verifier),
    verdict,
  };
}

function explainedLearned(learned: Learned): ExplainedLearned {
  const { observations = [], leastSimilarity, quarantinedAt } = learned;
  const correct = observations.filter(({ isCorrect }) => isCorrect).length;
  return { observations: observations.length, correct, leastSimilarity, quarantinedAt };
}

function policyVerdict(
  findings: readonly CheckFinding[],
  { servedFrom, isGray }: ServingBounds,
  similarity: number,
): PolicyVerdict {
  if (similarity < servedFrom || isGray(similarity)) return { asked: false };
  const said = findings.flatMap(({ stage, finding }) =>
    stage === "policy" && finding ? [finding] : [],
  );
  return {
    asked: true,
    serves: !said.some(({ refuses }) => refuses),
    explores: said.some(({ comparison }) => comparison === "explore") || undefined,
    numbers: said.find(({ numbers }) => numbers)?.numbers,
  };
}

function verifierVerdict(
  findings: readonly CheckFinding[],
  asked: MatchFindings["verifier"],
): VerifierVerdict | undefined {
  const said = findings.find(({ stage, finding }) => stage === "verify" && finding)?.finding;
  if (!said) return undefined;
  if (asked === "now") return { asked: true, agrees: !said.refuses };
  return { asked: false, later: asked === "later" || undefined };
}
