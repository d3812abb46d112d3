import type { EmbeddingModelLike } from "../embedding-model.ts";
import type { CacheModelInfo } from "../middleware.ts";
import { OWN_OPTIONS } from "../own-options.ts";
import type { SemanticCacheCallOptions } from "../request/directives.ts";
import { writeUsage } from "../response/usage.ts";
import type { Asking } from "./trial.ts";

/** The model in front of which the cache stands. */
export const MODEL: CacheModelInfo = {
  specificationVersion: "v4",
  provider: "evaluate",
  modelId: "stand-in",
};

/** An embedding model of this name, whose vectors come from elsewhere. */
export function standIn(
  name: string,
  vectorOf: (text: string) => Promise<number[]>,
): EmbeddingModelLike {
  const [, provider = "id", modelId = name] = /^([^/]*)\/(.*)$/.exec(name) ?? [];
  return {
    specificationVersion: "v3",
    provider,
    modelId,
    doEmbed: async ({ values }) => ({ embeddings: await Promise.all(values.map(vectorOf)) }),
  };
}

/** A question with what was said before, as the SDK hands it to a model. */
export function paramsOf({ turns, text, part }: Asking): { readonly prompt: readonly unknown[] } {
  const said = (role: string, words: string): object => ({
    role,
    content: [{ type: "text", text: words }],
  });
  const before = turns.flatMap(({ user, assistant }) => [
    said("user", user),
    said("assistant", assistant),
  ]);
  const prompt = [...before, said("user", text)];
  if (part === undefined) return { prompt };
  const own: SemanticCacheCallOptions = { scope: part };
  return Object.assign({ prompt }, { providerOptions: { [OWN_OPTIONS]: own } });
}

/** What a model says, as far as it is read here. */
export interface Generated {
  readonly content: readonly { readonly type: string; readonly text: string }[];
  readonly providerMetadata?: unknown;
}

/** A complete, clean answer. */
export function generated(text: string): Generated {
  return {
    content: [{ type: "text", text }],
    finishReason: { unified: "stop", raw: "stop" },
    usage: writeUsage("v4", {}),
    warnings: [],
  } as Generated;
}
