import type { TokenUsage } from "../../observe/events.ts";
import type { MaybePromise } from "../../store.ts";

/** What a verifier is asked: may the stored answer be given to the new question? */
export interface VerifyCandidate {
  readonly query: string;
  /** The question the answer was given to. */
  readonly candidateQuery: string | undefined;
  readonly answer: string;
  /**
   * What the model has just said to the new question, where it was asked anyway (an audit, an explored
   * question): then a verifier tells whether the two answers say the same.
   */
  readonly freshAnswer?: string | undefined;
  readonly similarity: number;
  /** `provider/modelId` that gave the answer. */
  readonly model: string;
}

/** What a verifier gets beside the candidate. */
export interface VerifyOptions {
  readonly abortSignal: AbortSignal;
  /** Says what the opinion cost: `provider/modelId` of the model that was asked, and its tokens. For `stats()`. */
  readonly reportUsage?: ((model: string, usage: TokenUsage) => void) | undefined;
}

/** A second opinion. Anything but `true`, an error and a timeout all mean no. */
export type Verify = (candidate: VerifyCandidate, options: VerifyOptions) => MaybePromise<boolean>;
