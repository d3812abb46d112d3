import type { CacheModelInfo } from "../middleware.ts";
import type { CacheEvent } from "../observe/events.ts";
import { unlimitedWrites } from "../resilience/write-rates.ts";
import type { Runtime } from "../runtime.ts";
import { createMiddleware } from "../semantic-cache.ts";
import { checkBound } from "../store-kit/names.ts";
import { concurrently } from "./concurrently.ts";
import { type ReadPrompt, readPrompts, type WarmPrompts } from "./prompts.ts";

/** How to warm a cache. */
export interface WarmOptions {
  /**
   * What the application says with each of these calls: instructions, settings, tools,
   * `providerOptions`. They are part of what must be equal for a hit. @default {}
   */
  readonly call?: Readonly<Record<string, unknown>> | undefined;
  /** Calls at once. @default 4 */
  readonly concurrency?: number | undefined;
  /** Hears the report so far after each prompt. */
  readonly onProgress?: ((report: WarmReport) => void) | undefined;
  /** Ends the warming early, and the calls that are being made. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** What warming came to. */
export interface WarmReport {
  /** Prompts that were asked; the sum of the four below. */
  readonly asked: number;
  readonly stored: number;
  /** Hits: they cost no call of the model. */
  readonly alreadyStored: number;
  /** Answered, but not to be stored, or past the cache: events say why. */
  readonly notStored: number;
  /** By the number of the prompt, from 0. */
  readonly failed: readonly { readonly index: number; readonly error: unknown }[];
  /** Whether every prompt was asked. */
  readonly complete: boolean;
}

type Counts = {
  asked: number;
  stored: number;
  alreadyStored: number;
  notStored: number;
  failed: { readonly index: number; readonly error: unknown }[];
  complete: boolean;
};

/**
 * Asks the model every prompt that has no answer in the cache yet, through the SDK and the cache as the
 * application does. What is stored already is a hit: run it again after an interruption.
 *
 * @throws SemanticCacheError `invalid-options` for a `concurrency` that is no number above 0; what the
 * prompts throw while they are read.
 */
export async function warm(
  runtime: Runtime,
  prompts: WarmPrompts,
  model: CacheModelInfo,
  options: WarmOptions = {},
): Promise<WarmReport> {
  const { call = {}, concurrency = 4, onProgress, abortSignal } = options;
  const limit = checkBound("warm", "concurrency", concurrency);
  const counts: Counts = {
    ...{ asked: 0, stored: 0, alreadyStored: 0, notStored: 0 },
    failed: [],
    complete: false,
  };

  async function ask(prompt: ReadPrompt, index: number): Promise<void> {
    try {
      if ("error" in prompt) throw prompt.error;
      const asked = { ...call, ...prompt.call, abortSignal };
      counts[await askOnce(runtime, model, asked)]++;
    } catch (error) {
      if (abortSignal?.aborted) return;
      counts.failed.push({ index, error });
    }
    counts.asked++;
    onProgress?.({ ...counts });
  }

  const read = readPrompts(prompts);
  const isWhole = await concurrently(read, { limit, signal: abortSignal }, ask);
  return { ...counts, complete: isWhole && !abortSignal?.aborted };
}

type Outcome = "stored" | "alreadyStored" | "notStored";

/** One call through the cache, until its answer is stored or is known not to be. */
async function askOnce(runtime: Runtime, model: CacheModelInfo, call: object): Promise<Outcome> {
  const { generateText, wrapLanguageModel } = await import("ai");
  const events = new Set<CacheEvent["type"]>();
  const written: Promise<void>[] = [];
  const observed: Runtime = {
    ...runtime,
    writeRates: unlimitedWrites,
    emit(event) {
      events.add(event.type);
      runtime.emit(event);
    },
    background: {
      ...runtime.background,
      run(work, onError) {
        const { promise, resolve } = Promise.withResolvers<void>();
        written.push(promise);
        const observedWork = async (): Promise<void> => {
          await work();
        };
        runtime.background.run(() => observedWork().finally(resolve), onError);
      },
    },
  };
  type Wrapped = Parameters<typeof wrapLanguageModel>[0];
  const middleware = createMiddleware(
    () => observed,
    (error) => observed.fail("plan", error),
  );
  const wrapped = wrapLanguageModel({ model, middleware } as unknown as Wrapped);
  type Call = Parameters<typeof generateText>[0];
  await generateText({ ...call, model: wrapped } as unknown as Call);
  await Promise.all(written);
  if (events.has("write")) return "stored";
  return events.has("hit") ? "alreadyStored" : "notStored";
}
