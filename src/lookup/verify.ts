import type { MaybePromise } from "../store.ts";

/** What a verifier is asked: may the stored answer be given to the new question? */
export interface VerifyCandidate {
  readonly query: string;
  /** The question the answer was given to. */
  readonly candidateQuery: string | undefined;
  readonly answer: string;
  readonly similarity: number;
  /** `provider/modelId` that gave the answer. */
  readonly model: string;
}

/** A second opinion. Anything but `true`, an error and a timeout all mean no. */
export type Verify = (
  candidate: VerifyCandidate,
  options: { readonly abortSignal: AbortSignal },
) => MaybePromise<boolean>;
