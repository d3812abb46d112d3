import type { GuardVeto, Lookup } from "./lookup.ts";
import type { RowKind } from "./rows.ts";

/** A lookup worth reading. Holds text of questions. */
export interface Finding {
  readonly kind: RowKind;
  readonly id: string;
  readonly category: string | null;
  readonly asked: string;
  /** The stored question; `null` where it is not known. */
  readonly stored: string | null;
  /** Raw cosine; `null` where it is not known. */
  readonly similarity: number | null;
  /** `exact` or `semantic` of a hit; of a miss, its reason as in events. */
  readonly reason: string;
  /** The guards that spoke against it. */
  readonly guards: readonly GuardVeto[];
}

/** The lookups that went wrong, the most similar first. */
export interface Findings {
  /** Hits that served an answer to another question. */
  readonly wrongHits: readonly Finding[];
  /** Lookups that should have hit and did not. */
  readonly missedHits: readonly Finding[];
}

/** The worst `limit` lookups of either kind. */
export function findingsOf(lookups: readonly Lookup[], limit: number): Findings {
  const worst = (test: (lookup: Lookup) => boolean): Finding[] =>
    lookups
      .filter(test)
      .sort((one, other) => (other.similarity ?? -1) - (one.similarity ?? -1))
      .slice(0, limit)
      .map(toFinding);
  return {
    wrongHits: worst(({ hit, right }) => hit && !right),
    missedHits: worst(({ hit, mustHit }) => mustHit && !hit),
  };
}

function toFinding(lookup: Lookup): Finding {
  const { kind, id, asked, guards, reason = "unknown" } = lookup;
  const { category = null, stored = null, similarity = null } = lookup;
  return { kind, id, category, asked, stored, similarity, reason, guards };
}
