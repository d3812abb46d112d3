import { generateText, type LanguageModel, streamText, wrapLanguageModel } from "ai";
import { expect, type TestContext } from "vitest";
import { type SemanticCache, type SemanticCacheOptions, semanticCache } from "../../src/index.ts";
import { type OracleModel, oracleAnswerTo, oracleModel } from "../faults/support/oracle-model.ts";
import { reportFault } from "../faults/support/report-fault.ts";
import type { Operation } from "./answer-once.ts";
import { trigramEmbedding } from "./embedding.ts";
import { shortName } from "./short-name.ts";

/** An oracle behind a cache: every answer is told right from wrong. */
export interface OracleDesk {
  readonly cache: SemanticCache;
  readonly oracle: OracleModel;
  readonly model: LanguageModel;
  /** Asks, waits until all is written, and says what came: `right`, or what was wrong. */
  ask(operation: Operation, prompt: string): Promise<string>;
  /** What happened since this was asked last, in short. */
  path(): string[];
}

/** An {@link OracleDesk}, patient with busy machines; it compares trigrams unless it is told otherwise. */
export function oracleDesk(options: SemanticCacheOptions): OracleDesk {
  const events: string[] = [];
  const cache = semanticCache({
    embeddingModel: trigramEmbedding(),
    threshold: 0.9,
    timeouts: { get: "5s", search: "5s", embedding: "5s" },
    onEvent: (event) => void events.push(shortName(event)),
    ...options,
  });
  const oracle = oracleModel();
  const model = wrapLanguageModel({ model: oracle, middleware: cache });
  return {
    cache,
    oracle,
    model,
    async ask(operation, prompt) {
      const verdict = await judged(operation, model, prompt);
      await cache.flush();
      return verdict;
    },
    path: () => events.splice(0),
  };
}

async function judged(operation: Operation, model: LanguageModel, prompt: string): Promise<string> {
  try {
    const text = await textOf(operation, { model, prompt });
    return text === oracleAnswerTo(prompt) ? "right" : `wrong: ${text}`;
  } catch (error) {
    return `failed: ${String(error)}`;
  }
}

/** The text of an answer, by either operation. A stream that fails rejects. */
export async function textOf(
  operation: Operation,
  call: { model: LanguageModel; prompt: string; abortSignal?: AbortSignal },
): Promise<string> {
  if (operation === "generate") return (await generateText({ ...call, maxRetries: 0 })).text;
  const failures: unknown[] = [];
  const onError = ({ error }: { error: unknown }): void => void failures.push(error);
  const { textStream } = streamText({ ...call, maxRetries: 0, onError });
  const text = (await Array.fromAsync(textStream)).join("");
  if (failures.length > 0) throw failures[0];
  return text;
}

/** Which line of the table of `npm run test:faults` answers belong to. */
export interface Line {
  readonly fault: string;
  readonly store: string;
  readonly operation: Operation;
}

/** Puts answers into the table, and expects that all are right. */
export function expectRight(
  context: Pick<TestContext, "task">,
  line: Line,
  answers: readonly string[],
): void {
  const bad = answers.filter((answer) => answer !== "right");
  reportFault(context, { ...line, cases: answers.length, failed: bad.length });
  expect(bad).toEqual([]);
}
