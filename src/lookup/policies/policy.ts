import type { MaybePromise } from "../../store.ts";

/** Another question that was compared with an entry's, and whether the entry's answer was right for it. */
export interface Observation {
  /** Raw cosine of the two questions, rounded to 3 decimals. */
  readonly similarity: number;
  readonly isCorrect: boolean;
}

/** What a policy knows of a candidate. */
export interface PolicyCandidate {
  /** Raw cosine of the two questions. */
  readonly similarity: number;
  readonly entryId: string;
  readonly namespace: string;
  readonly query: string;
  readonly candidateQuery: string | undefined;
  /** What was learned of the entry, oldest first: kept in the store with it. */
  readonly observations: readonly Observation[];
  /** Somebody only wants to know what would be decided (`explain`): a policy that counts does not count it. */
  readonly isRehearsal?: boolean | undefined;
}

/** What a policy has decided. */
export interface Decision {
  readonly serves: boolean;
  /**
   * When it does not serve: the model's answer to the question is compared with the stored one, and
   * the policy learns from it.
   */
  readonly explores?: boolean | undefined;
  /** What the decision was made of, by name. For `explain`. */
  readonly numbers?: Readonly<Record<string, number>> | undefined;
}

/** Decides whether a candidate is similar enough to be served. */
export interface Policy {
  readonly name: string;
  /** Least similarity this policy wants to be asked about; stores leave out what is below. */
  readonly floor: number;
  /** Anything but `true` or a decision that serves is a no; so is an error. */
  decide(candidate: PolicyCandidate): MaybePromise<boolean | Decision>;
  /** Present on a policy that learns. */
  readonly learning?: Learning | undefined;
}

/** How a policy learns from questions it did not serve. The cache must have a `compare` for it. */
export interface Learning {
  /** An explored question whose neighbour was right is not stored: its neighbour stands for it. */
  readonly storesOnlyWrong: boolean;
  /** Most observations that are kept with an entry; the oldest go first. */
  readonly maxObservations: number;
  /** Is told each new observation. */
  observe?(observed: {
    readonly entryId: string;
    readonly namespace: string;
    readonly observation: Observation;
  }): void;
}
