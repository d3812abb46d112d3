import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { wrapLanguageModel } from "ai";
import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { memoryStore, semanticCache } from "../../src/index.ts";
import { chaosModel } from "../../src/testing/index.ts";
import { ROOT } from "../support/docs-run.ts";
import { trigramEmbedding } from "../support/embedding.ts";
import { describeOn } from "../support/engines/engine.ts";
import { oracleDesk } from "../support/oracle-desk.ts";
import { SCALE } from "./support/on-every-store.ts";
import { oracleAnswerTo, oracleModel, question } from "./support/oracle-model.ts";
import { reportFault } from "./support/report-fault.ts";

// Up to 1,000 callers with every mixture of questions: test/single-flight.test.ts and test/stampede.test.ts.
const CROWDS = [
  { callers: 10, wording: "equal", how: "mixed" },
  { callers: 100, wording: "similar", how: "mixed" },
  { callers: 1_000, wording: "similar", how: "mixed" },
  { callers: 10_000, wording: "equal", how: "generate" },
  { callers: 10_000, wording: "similar", how: "stream" },
] as const;

describe("one process", () => {
  test.for(CROWDS)(
    "F12 $callers callers at once, $wording questions, $how: one model call, and everybody has its answer",
    async ({ callers, wording, how }, context) => {
      const oracle = oracleModel();
      const slow = chaosModel(oracle, { all: () => "delay", delayMs: 100 });
      const cache = semanticCache({
        embeddingModel: trigramEmbedding(),
        threshold: 0.9,
        timeouts: { get: "10s", search: "10s", embedding: "10s" },
      });
      const model = wrapLanguageModel({ model: slow, middleware: cache });
      const answers = Array.from({ length: callers }, async (_, at) => {
        const text = question("harbour", wording === "equal" || at % 2 === 0 ? 0 : 1);
        const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text }] }];
        const streams = how === "stream" || (how === "mixed" && at % 2 === 0);
        return textOf(await model[streams ? "doStream" : "doGenerate"]({ prompt }));
      });

      const distinct = new Set(await Promise.all(answers));

      expect([...distinct]).toEqual([oracleAnswerTo(question("harbour"))]);
      expect(oracle.calls()).toBe(1);
      const operation = how === "stream" ? how : "generate";
      reportFault(context, {
        fault: "F12",
        store: "single-flight",
        operation,
        cases: callers,
        failed: 0,
      });
    },
  );
});

const CALLS = 100 * SCALE;

describeOn("redis", { store: "redis", client: "four processes with a lease" }, (engine) => {
  test(`F12 ${4 * CALLS} equal calls of four processes cost one model call`, async (context) => {
    const prefix = `stampede-${crypto.randomUUID()}`;
    const script = join(ROOT, "test/support/lease-worker.ts");
    const args = ["--conditions=semantic-cache-source", script, engine.url, prefix, String(CALLS)];

    const runs = Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args));
    const answers = (await Promise.all(runs)).flatMap(({ stdout }) => JSON.parse(stdout));

    const client = new Redis(engine.url);
    expect(await client.get(`${prefix}.calls`)).toBe("1");
    await client.quit();
    expect(answers).toEqual(new Array(4 * CALLS).fill("answer 1"));
    const line = { fault: "F12", store: "redis, ioredis 6", operation: "generate" } as const;
    reportFault(context, { ...line, cases: answers.length, failed: 0 });
  });
});

/** The text of a whole answer, or of a stream that is read to its end: without the SDK, for crowds of any size. */
async function textOf(result: object): Promise<string> {
  const parts: unknown = Reflect.get(result, "content") ?? Reflect.get(result, "stream");
  let text = "";
  for await (const part of parts as AsyncIterable<{ text?: string; delta?: string }>) {
    text += part.delta ?? part.text ?? "";
  }
  return text;
}

test("F12 who gets the lease after another process has stored the answer is served it", async () => {
  const store = memoryStore();
  const elsewhere = oracleDesk({ store, embeddingModel: null });
  const prompt = question("harbour");
  const lease = async (): Promise<{ release(): void }> => {
    await elsewhere.ask("generate", prompt); // between the look into the store and the lease
    return { release() {} };
  };
  const desk = oracleDesk({
    store: { ...store, lease },
    embeddingModel: null,
    singleFlight: { lease: true },
  });

  expect(await desk.ask("generate", prompt)).toBe("right");

  expect([desk.oracle.calls(), elsewhere.oracle.calls()]).toEqual([0, 1]);
});
