import type { RerankingModelLike } from "../../../../src/lookup/verify/index.ts";

/** What a reranking model was asked. */
interface Asked {
  readonly query: string;
  readonly documents: { readonly values: readonly string[] };
}

/** A reranking model that finds everything equally relevant, and remembers what it was asked. */
export interface FakeReranker extends RerankingModelLike {
  readonly asked: Asked[];
}

/** A {@link FakeReranker}. */
export function fakeReranker(relevanceScore: number, specificationVersion = "v4"): FakeReranker {
  const asked: Asked[] = [];
  return {
    specificationVersion,
    provider: "acme",
    modelId: "reranker",
    asked,
    async doRerank(options) {
      asked.push(options as Asked);
      return { ranking: [{ index: 0, relevanceScore }] };
    },
  };
}
