import type { MaybePromise } from "../../store.ts";

/** What a policy knows of a candidate. */
export interface PolicyCandidate {
  /** Raw cosine of the two questions. */
  readonly similarity: number;
  readonly entryId: string;
  readonly query: string;
  readonly candidateQuery: string | undefined;
}

/** Decides whether a candidate is similar enough to be served. */
export interface Policy {
  readonly name: string;
  /** Least similarity this policy wants to be asked about; stores leave out what is below. */
  readonly floor: number;
  /** Anything but `true` is a no; so is an error. */
  decide(candidate: PolicyCandidate): MaybePromise<boolean>;
}
