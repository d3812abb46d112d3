/** What the cache needs to know of a model. */
export interface CacheModelInfo {
  readonly specificationVersion: string;
  readonly provider: string;
  readonly modelId: string;
}

interface HasPrompt {
  readonly prompt: readonly unknown[];
}

/**
 * A language-model middleware that is assignable to `LanguageModelV1Middleware` (ai 4) up to
 * `LanguageModelV4Middleware` (ai 7) at once. The methods are generic in the SDK's own types, so
 * nothing is widened and no `any` leaks. They use no `this`.
 */
export interface SemanticCacheMiddleware {
  /** `"v4"` at run time, which no SDK reads; typed `never` so that it fits every version's literal. */
  readonly specificationVersion: never;
  readonly transformParams: <P extends HasPrompt>(options: { params: P }) => Promise<P>;
  readonly wrapGenerate: <R, P extends HasPrompt>(options: {
    doGenerate: () => PromiseLike<R>;
    doStream: () => PromiseLike<unknown>;
    params: P;
    model: CacheModelInfo;
  }) => Promise<R>;
  readonly wrapStream: <R, P extends HasPrompt>(options: {
    doGenerate: () => PromiseLike<unknown>;
    doStream: () => PromiseLike<R>;
    params: P;
    model: CacheModelInfo;
  }) => Promise<R>;
}
