import { setTimeout as pause } from "node:timers/promises";
import { generateText, streamText, wrapLanguageModel } from "ai";
import {
  type CacheEvent,
  type CacheStore,
  memoryStore,
  type SemanticCache,
  type SemanticCacheOptions,
  semanticCache,
} from "../../../src/index.ts";
import type { Operation } from "../../support/answer-once.ts";
import { trigramEmbedding } from "../../support/embedding.ts";
import { shortName } from "../../support/short-name.ts";
import { watchLateness } from "./lateness.ts";
import { type OracleModel, oracleAnswerTo, oracleModel } from "./oracle-model.ts";

/** How long the steps of a lookup may take here, in milliseconds: long for a healthy store, short for a test. */
export const TIMEOUTS = { get: 100, search: 150, embedding: 150, write: 300 } as const;

/** The most that a store may add to a call: one read by key and one search. The model answers at once. */
export const STORE_BUDGET_MS: number = TIMEOUTS.get + TIMEOUTS.search;

/** Calls that take less are not asked why. */
const NOTABLE_MS = 50;

/** What a machine that is busy with other tests may add. */
export const slackOf = (budgetMs: number): number => budgetMs * 2 + 250;

/** How calls of users went. */
export interface CallsReport {
  readonly cases: number;
  /** Errors that reached users. */
  readonly failed: readonly unknown[];
  /** Answers that are not the oracle's. */
  readonly wrong: readonly string[];
  /**
   * What each call took, less what this busy process was late by itself meanwhile; the oracle takes no
   * time.
   */
  readonly addedMs: readonly number[];
  readonly worstAddedMs: number;
}

/** An application whose model is the oracle, behind a cache on the store under test. */
export interface UserCalls {
  readonly cache: SemanticCache;
  readonly oracle: OracleModel;
  readonly events: CacheEvent[];
  /** What happened, in short: `miss:no-match`, `write`, `hit:exact`. */
  path(): string[];
  /** Asks one question after the other, and waits for no write. */
  run(questions: readonly string[]): Promise<CallsReport>;
  /**
   * Asks until the answer was read from the store, at most so long.
   *
   * @returns how long it took, in milliseconds, less what this process was late by itself
   */
  untilHit(prompt: string, withinMs: number): Promise<number>;
}

/** {@link UserCalls} by `generateText` or `streamText`, over a store. */
export function userCalls(
  store: CacheStore,
  operation: Operation,
  options: SemanticCacheOptions = {},
): UserCalls {
  const events: CacheEvent[] = [];
  const oracle = oracleModel();
  const cache = semanticCache({
    store,
    embeddingModel: trigramEmbedding(),
    threshold: 0.85,
    timeouts: TIMEOUTS,
    resilience: { pause: "300ms" },
    onEvent: (event) => void events.push(event),
    ...options,
  });
  const model = wrapLanguageModel({ model: oracle, middleware: cache });

  async function ask(prompt: string): Promise<string> {
    const call = { model, prompt, maxRetries: 0 };
    if (operation === "generate") return (await generateText(call)).text;
    const failures: unknown[] = [];
    const onError = ({ error }: { error: unknown }): void => void failures.push(error);
    const text = (await Array.fromAsync(streamText({ ...call, onError }).textStream)).join("");
    if (failures.length > 0) throw failures[0];
    return text;
  }

  async function run(questions: readonly string[]): Promise<CallsReport> {
    const [failed, wrong, addedMs]: [unknown[], string[], number[]] = [[], [], []];
    const lateness = watchLateness();
    for (const prompt of questions) {
      const [startedAt, lostBefore] = [performance.now(), lateness.lostMs()];
      try {
        const text = await ask(prompt);
        if (text !== oracleAnswerTo(prompt)) wrong.push(`${prompt} ${text}`);
      } catch (error) {
        failed.push(error);
      }
      const tookMs = performance.now() - startedAt;
      if (tookMs > NOTABLE_MS) await lateness.settled();
      addedMs.push(Math.max(0, tookMs - (lateness.lostMs() - lostBefore)));
    }
    lateness.stop();
    return { cases: questions.length, failed, wrong, addedMs, worstAddedMs: worst(addedMs) };
  }

  /** Not from a call that is still under way, or from an answer that waits to be written. */
  const isRead = (event: CacheEvent): boolean => event.type === "hit" && !event.inFlight;

  return {
    cache,
    oracle,
    events,
    path: () => events.map(shortName),
    run,
    async untilHit(prompt, withinMs) {
      const [lateness, startedAt] = [watchLateness(), performance.now()];
      const tookMs = (): number => performance.now() - startedAt - lateness.lostMs();
      while (tookMs() < withinMs) {
        const before = events.length;
        const { failed, wrong } = await run([prompt]);
        if (failed.length + wrong.length > 0) throw failed[0] ?? new Error(`wrong: ${wrong[0]}`);
        if (events.slice(before).some(isRead)) break;
        await pause(50);
      }
      lateness.stop();
      return tookMs();
    },
  };
}

/** Loads what a first call loads, which is no wait for a store: for `beforeAll`. */
export async function loadEverything(): Promise<void> {
  for (const operation of ["generate", "stream"] as const) {
    await userCalls(memoryStore(), operation).run(["One?", "Two?", "One?"]);
  }
}

function worst(values: readonly number[]): number {
  return Math.max(0, ...values);
}
