import { wrapLanguageModel } from "ai";
import { type SemanticCache, semanticCache } from "../../src/index.ts";
import type { CacheStore } from "../../src/store.ts";
import { MODEL } from "../peers/peer.ts";
import type { SdkCallOptions, SdkModel } from "../peers/sdk-types.ts";
import { answerTo, createSource } from "../peers/source.ts";
import { createQuestions, type Question, type Questions, THRESHOLD } from "./questions.ts";
import { createTally, type Tally } from "./tally.ts";

/**
 * A model that answers at once behind a cache with default options, called as the SDK calls it:
 * `doGenerate` and `doStream` of what `wrapLanguageModel` returns. What `generateText` does around that
 * takes as long with the cache as without, and would hide what the cache takes.
 */
export interface LoadedCache {
  readonly cache: SemanticCache;
  readonly model: SdkModel;
  readonly questions: Questions;
  readonly tally: Tally;
  /** Asks, and says whether the answer is a right one: the stored one, or the model's own. */
  ask(question: Question): Promise<boolean>;
  /** Stores streamed answers to the first questions, many at once. */
  fill(entries: number): Promise<void>;
  /** Waits for what is written behind the callers, and takes it out again: every round finds the same entries. */
  forgetAsked(): Promise<void>;
}

/** Marks what is asked while measuring. */
const TAG = "asked";
const WRITERS = 16;

/** A {@link LoadedCache} on a store, for questions about `entries` stored ones. */
export function loadedCache(store: CacheStore, entries: number): LoadedCache {
  const questions = createQuestions(entries);
  const tally = createTally();
  const cache = semanticCache({
    store,
    embeddingModel: questions.embeddingModel,
    threshold: THRESHOLD,
    onEvent: tally.onEvent,
  });
  const model = wrapLanguageModel({ model: createSource().model(MODEL), middleware: cache });

  async function generate(
    text: string,
    options: Record<string, string | string[]>,
  ): Promise<string> {
    const { content } = await model.doGenerate(callOf(text, options));
    return content.map((part) => (part.type === "text" ? part.text : "")).join("");
  }

  async function readStream(text: string, options: Record<string, string>): Promise<void> {
    const { stream } = await model.doStream(callOf(text, options));
    for await (const _part of stream);
  }

  return {
    cache,
    model,
    questions,
    tally,
    async ask({ text, answeredAs }) {
      const answer = await generate(text, { tags: [TAG] });
      return [answeredAs, text].some((question) => answer === answerTo({ question }));
    },
    async fill(entries) {
      for (let from = 0; from < entries; from += WRITERS) {
        const count = Math.min(WRITERS, entries - from);
        const texts = Array.from({ length: count }, (_, at) => questions.stored(from + at).text);
        await Promise.all(texts.map((text) => readStream(text, { cache: "reload" })));
        await cache.flush();
      }
    },
    async forgetAsked() {
      await cache.flush();
      await cache.invalidate({ tag: TAG });
    },
  };
}

/** Call options of one question. */
export function callOf(
  text: string,
  semanticCacheOptions: Record<string, string | string[]> = {},
): SdkCallOptions {
  return {
    prompt: [{ role: "user", content: [{ type: "text", text }] }],
    providerOptions: { semanticCache: semanticCacheOptions },
  };
}
