export { type CachedVerdictsOptions, cachedVerdicts } from "./cached-verdicts.ts";
export { type LanguageModelLike, type LlmJudgeOptions, llmJudge } from "./llm-judge.ts";
export {
  type RerankingModelLike,
  type RerankVerifierOptions,
  rerankVerifier,
} from "./rerank-verifier.ts";
export { sameText } from "./same-text.ts";
export { type SimilarAnswerOptions, similarAnswer } from "./similar-answer.ts";
export type { Verify, VerifyCandidate, VerifyOptions } from "./verify.ts";
