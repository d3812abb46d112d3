import { streamText, wrapLanguageModel } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { describe, expect, test } from "vitest";
import { type SemanticCacheOptions, semanticCache } from "../../src/index.ts";
import { chaosModel, type ModelFault } from "../../src/testing/index.ts";
import type { Operation } from "../support/answer-once.ts";
import { FINISH, type Part } from "../support/crowd.ts";
import { textOf } from "../support/oracle-desk.ts";
import { shortName } from "../support/short-name.ts";
import { SCALE } from "./support/on-every-store.ts";
import { oracleAnswerTo, oracleModel, question } from "./support/oracle-model.ts";
import { reportFault } from "./support/report-fault.ts";

const ASKED = question("harbour");
const CALLERS = 10;

/** A model that goes wrong, behind a cache, and what the same model says without one. */
function desk(fault: ModelFault, options: SemanticCacheOptions = {}) {
  const path: string[] = [];
  const broken = chaosModel(oracleModel(), { all: () => fault, delayMs: 5 });
  const onEvent: SemanticCacheOptions["onEvent"] = (event) => void path.push(shortName(event));
  const cache = semanticCache({ embeddingModel: null, onEvent, ...options });
  const model = wrapLanguageModel({ model: broken, middleware: cache });
  const bare = chaosModel(oracleModel(), { all: () => fault, delayMs: 5 });
  return { path, broken, cache, model, bare };
}

async function outcomeOf(operation: Operation, call: Parameters<typeof textOf>[1]) {
  try {
    return `text: ${await textOf(operation, call)}`;
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const NEVER_STORED: Readonly<Record<Operation, readonly ModelFault[]>> = {
  generate: ["throw", "empty", "cut"],
  stream: ["throw", "empty", "cut", "error-part", "break"],
};

describe.each(["generate", "stream"] as const)("%s", (operation) => {
  const line = { fault: "F10", store: "model", operation };

  test.for(NEVER_STORED[operation])(
    "F10 a model with the fault %s gives everybody what it gives without a cache, and nothing is stored",
    async (fault, context) => {
      const { model, bare, cache, path } = desk(fault);
      const without = await outcomeOf(operation, { model: bare, prompt: ASKED });

      const outcomes = await Promise.all(
        Array.from({ length: CALLERS }, () => outcomeOf(operation, { model, prompt: ASKED })),
      );
      await cache.flush();

      const other = outcomes.filter((outcome) => outcome !== without);
      reportFault(context, { ...line, cases: CALLERS, failed: other.length });
      expect(other).toEqual([]);
      expect(path).not.toContain("write");
      expect(await cache.size()).toMatchObject({ entries: 0 });
    },
  );

  test("F10 a model that failed is asked again by the next caller", async () => {
    const { model, broken } = desk("throw");
    await outcomeOf(operation, { model, prompt: ASKED });
    broken.chaos.use({});

    const outcome = await outcomeOf(operation, { model, prompt: ASKED });

    expect(outcome).toBe(`text: ${oracleAnswerTo(ASKED)}`);
  });

  test("F10 a model that never answers is left when its callers leave, and nothing is stored", async () => {
    const { model, cache, path } = desk(operation === "generate" ? "hang" : "stall");
    const controllers = Array.from({ length: CALLERS }, () => new AbortController());
    const asked = controllers.map(({ signal }) =>
      outcomeOf(operation, { model, prompt: ASKED, abortSignal: signal }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));

    for (const controller of controllers) controller.abort();
    await Promise.all(asked);
    await cache.flush();

    expect(path).not.toContain("write");
    expect(await cache.size()).toMatchObject({ entries: 0 });
  });

  test("F10 a model that takes its time between parts gives the whole answer, to be stored", async () => {
    const { model, cache } = desk(operation === "generate" ? "delay" : "slow");

    const outcome = await outcomeOf(operation, { model, prompt: ASKED });
    await cache.flush();

    expect(outcome).toBe(`text: ${oracleAnswerTo(ASKED)}`);
    expect(await cache.size()).toMatchObject({ entries: 1 });
  });
});

test("F10 a stream nobody finishes reading is given up at its deadline", async () => {
  const { model, cache, path } = desk("stall", { timeouts: { stream: 30 } });

  const reader = streamText({ model, prompt: ASKED, onError() {} }).textStream.getReader();
  await reader.read();
  await expect.poll(() => path).toContain("not-stored:unread");
  await cache.flush();

  expect(await cache.size()).toMatchObject({ entries: 0 });
});

const PARTS = 1_000_000 * Math.min(SCALE, 1);
/** What V8 leaves lying about, and not the 200 MB that a million parts are. */
const MOST_BYTES = 120_000_000;

test("F10 a stream of a million parts goes through in bounded memory, and is not stored", {
  timeout: 60_000,
}, async (context) => {
  const path: string[] = [];
  const cache = semanticCache({
    embeddingModel: null,
    limits: { answerCharacters: 10_000 },
    onEvent: (event) => void path.push(shortName(event)),
  });
  const model = wrapLanguageModel({ model: talkative(PARTS), middleware: cache });
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: ASKED }] }];
  const before = process.memoryUsage().heapUsed;
  let [parts, mostBytes] = [0, 0];

  const { stream } = await model.doStream({ prompt });
  for await (const _part of stream) {
    if (++parts % 50_000 === 0) {
      mostBytes = Math.max(mostBytes, process.memoryUsage().heapUsed - before);
    }
  }
  await cache.flush();

  context.annotate(`most heap above the start: ${Math.round(mostBytes / 1e6)} MB`);
  expect([parts, path]).toEqual([PARTS + 4, ["miss:exact-only", "not-stored:too-large"]]);
  expect(mostBytes).toBeLessThan(MOST_BYTES);
});

test("F10 an answer that is too long to be stored reaches everybody who asked, whole", async () => {
  const answerCharacters = 100;
  const cache = semanticCache({ embeddingModel: null, limits: { answerCharacters } });
  const model = talkative(5_000);
  const wrapped = wrapLanguageModel({ model, middleware: cache });
  const first = textOf("stream", { model: wrapped, prompt: ASKED });
  const beside = textOf("stream", { model: wrapped, prompt: ASKED });
  await expect.poll(() => model.doStreamCalls.length, { interval: 1 }).toBe(1);
  model.doStream = async () => talkative(5_000).doStream({ prompt: [] });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const late = textOf("stream", { model: wrapped, prompt: ASKED });

  expect(new Set(await Promise.all([first, beside, late]))).toEqual(
    new Set(["yes ".repeat(5_000)]),
  );
});

/** A model that says so many parts, each made when it is read. */
function talkative(parts: number): MockLanguageModelV4 {
  let said = 0;
  const edge: Part[] = [
    { type: "stream-start", warnings: [] },
    { type: "text-start", id: "1" },
  ];
  const end: Part[] = [
    { type: "text-end", id: "1" },
    { type: "finish", ...FINISH },
  ];
  const next = (): Part | undefined => {
    const first = edge.shift();
    if (first) return first;
    return said++ < parts ? { type: "text-delta", id: "1", delta: "yes " } : end.shift();
  };
  return new MockLanguageModelV4({
    doStream: async () => ({
      stream: new ReadableStream<Part>({
        pull(controller) {
          const part = next();
          if (part) controller.enqueue(part);
          else controller.close();
        },
      }),
    }),
  });
}
