import type { EmbeddingModelLike } from "../../embedding-model.ts";
import { createHasher } from "../../hash.ts";
import { dot, isSimilarity } from "../../similarity.ts";
import { createEmbedder } from "../embedder.ts";
import { hasAnswers, incomparable } from "./incomparable.ts";
import { requireOption } from "./require-option.ts";
import { isModel } from "./sdk.ts";
import type { Verify } from "./verify.ts";

/** Options of {@link similarAnswer}. */
export interface SimilarAnswerOptions {
  /** Least raw cosine of two answers that say the same. It has no default: measure it for the model. */
  readonly threshold: number;
}

/**
 * A verifier for answers of which there are two: yes when the stored and the fresh one are similar enough
 * to an embedding model, of any SDK version. Cheap, and blind for what embeddings are blind for: a number or a
 * "not" hardly moves a long text. Without a fresh answer it is a no, without a call.
 *
 * The verifier throws what the model throws, after the SDK's retries, and when an answer has no text or no
 * vector: then nothing is known.
 *
 * @throws SemanticCacheError `invalid-options` for what is no embedding model, and for a threshold that is
 * no cosine.
 */
export function similarAnswer(
  model: EmbeddingModelLike | string,
  { threshold }: SimilarAnswerOptions,
): Verify {
  const models = "an embedding model of the AI SDK, or its id";
  requireOption(isModel(model, "doEmbed"), "similarAnswer: model", models, typeof model);
  const range = "a number from -1 to 1";
  requireOption(isSimilarity(threshold), "similarAnswer: threshold", range, threshold);
  const hasher = createHasher(undefined);

  return async ({ answer, freshAnswer }, { abortSignal, reportUsage }) => {
    if (!hasAnswers(answer, freshAnswer)) return false;
    const { embedMany } = createEmbedder({
      model,
      hasher,
      loadSdk: () => import("ai"),
      onCall: (name, inputTokens) => reportUsage?.(name, { inputTokens, outputTokens: 0 }),
    });
    const [left, right] = await embedMany([answer, freshAnswer], abortSignal);
    if (!left || !right) throw incomparable("the model has no vector for one of them");
    return dot(left.vector, right.vector) >= threshold;
  };
}
