import { SemanticCacheError } from "../../errors.ts";
import { requireOption } from "./require-option.ts";
import { isModel, modelName, type ProviderOptions, sdkFunction } from "./sdk.ts";
import type { Verify, VerifyCandidate } from "./verify.ts";

/** Any reranking model of the AI SDK, V3 (ai 6) or V4 (ai 7), described by what is used of it. */
export interface RerankingModelLike {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
  doRerank(options: object): PromiseLike<object>;
}

/** Options of {@link rerankVerifier}. */
export interface RerankVerifierOptions {
  /**
   * Least relevance of a yes, on the scale of the model. It has no default: measure it on pairs of your
   * own, for this very model.
   */
  readonly threshold: number;
  /** What of the stored entry is compared with the new question. @default "both" */
  readonly document?: "question" | "answer" | "both" | undefined;
  /** Passed to the model. @default none */
  readonly providerOptions?: ProviderOptions | undefined;
}

interface Reranked {
  readonly ranking: readonly { readonly score: number }[];
}

type ToDocument = (candidate: VerifyCandidate) => string | undefined;

const DOCUMENTS: Readonly<Record<string, ToDocument>> = {
  question: ({ candidateQuery }) => candidateQuery,
  answer: ({ answer }) => answer,
  both: ({ candidateQuery, answer }) =>
    candidateQuery && answer && `${candidateQuery}\n\n${answer}`,
};

/**
 * A verifier by the SDK's `rerank()` (ai 6 and later): yes when a reranking model finds the stored entry
 * relevant enough for the new question. Relevance is not sameness, and it does not look at a fresh answer:
 * off the shelf it is a weak verifier (see docs/verification.md). A call is reported without tokens, of
 * which the SDK knows none.
 *
 * The verifier throws what the model throws, and SemanticCacheError `invalid-options` when the
 * application's `ai` has no `rerank()`.
 *
 * @throws SemanticCacheError `invalid-options` for what is no reranking model, a threshold that is no
 * number, or an unknown document.
 */
export function rerankVerifier(
  model: RerankingModelLike | string,
  options: RerankVerifierOptions,
): Verify {
  const { threshold, document = "both", providerOptions } = options;
  const toDocument = Object.hasOwn(DOCUMENTS, document) ? DOCUMENTS[document] : undefined;
  checkOptions(model, threshold);
  requireOption(
    toDocument !== undefined,
    "rerankVerifier: document",
    "question, answer or both",
    document,
  );

  return async (candidate, { abortSignal, reportUsage }) => {
    const text = toDocument?.(candidate);
    if (!text) return false;
    const rerank = await sdkFunction<Reranked>("rerank");
    if (!rerank) throw noRerank();
    const documents = [text.toWellFormed()];
    const query = candidate.query.toWellFormed();
    const call = { model, query, documents, abortSignal, maxRetries: 0, providerOptions };
    const { ranking } = await rerank(call);
    reportUsage?.(modelName(model), {});
    const [first] = ranking;
    return first !== undefined && first.score >= threshold;
  };
}

function checkOptions(model: unknown, threshold: unknown): void {
  const models = "a reranking model of the AI SDK, or its id";
  requireOption(isModel(model, "doRerank"), "rerankVerifier: model", models, typeof model);
  requireOption(Number.isFinite(threshold), "rerankVerifier: threshold", "a number", threshold);
}

function noRerank(): SemanticCacheError {
  return new SemanticCacheError(
    "invalid-options",
    'rerankVerifier needs rerank(), which "ai" has from version 6 on, and the one installed has none. ' +
      "Upgrade ai, or verify with llmJudge(), which works from ai 4 on.",
  );
}
