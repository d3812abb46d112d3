import { type SemanticCache, type SemanticCacheOptions, semanticCache } from "../../src/index.ts";
import { trigramEmbedding } from "./embedding.ts";
import type { App, AppOptions, Sdk } from "./sdk.ts";
import type { AnswerPart } from "./sdk-answer.ts";
import { shortName } from "./short-name.ts";

/** What a mock model says when a test does not care. */
export const ANSWER: readonly AnswerPart[] = [
  { type: "text", text: "Open the settings and choose “Reset password”." },
];

/** A question, and the same in other words. */
export const QUESTION = "How do I reset my password?";
export const PARAPHRASE = "How can I reset my password?";

/** An application of one major behind a cache. After every call, all writes are done. */
export interface CachedApp extends App {
  readonly cache: SemanticCache;
  /** What happened, in short: `miss:no-match`, `write`, `hit:semantic`, `not-stored:paused`. */
  readonly path: readonly string[];
}

/** Options: those of the application, and those of the cache. */
export function cachedApp(
  sdk: Sdk,
  options: AppOptions & { readonly cacheOptions?: SemanticCacheOptions } = {},
): CachedApp {
  const { cacheOptions, ...appOptions } = options;
  const path: string[] = [];
  const cache = semanticCache({
    embeddingModel: trigramEmbedding(),
    threshold: 0.8,
    onEvent: (event) => void path.push(shortName(event)),
    ...cacheOptions,
  });
  const app = sdk.app({ middleware: cache, answer: ANSWER, ...appOptions });
  return {
    ...app,
    cache,
    path,
    ask: (question) => app.ask(question).finally(() => cache.flush()),
    async raw(way, params) {
      const result = await app.raw(way, params);
      await cache.flush();
      return result;
    },
  };
}

/** Call options with a user's text as the whole prompt, as an SDK makes them. */
export function rawQuestion({ version }: Sdk, text: string, more: object = {}): object {
  const prompt = [{ role: "user", content: [{ type: "text", text }] }];
  const kind = version === "v1" ? { mode: { type: "regular" }, inputFormat: "prompt" } : {};
  return { ...kind, ...more, prompt };
}

/** All parts of the stream of a raw result. */
export function rawParts({ stream }: Readonly<Record<string, unknown>>): Promise<object[]> {
  return Array.fromAsync(stream as ReadableStream<object>);
}
