import { beforeAll, describe, expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { chaosEmbeddingModel, type EmbeddingFault } from "../../src/testing/index.ts";
import { fakeEmbedding, trigramEmbedding } from "../support/embedding.ts";
import { question } from "./support/oracle-model.ts";
import { reportFault } from "./support/report-fault.ts";
import { loadEverything, slackOf, TIMEOUTS, userCalls } from "./support/user-calls.ts";

const known = Array.from({ length: 3 }, (_, at) => question(`bakery ${at}`));
const others = Array.from({ length: 12 }, (_, at) => question(`butcher ${at}`));
const FAULTS: readonly EmbeddingFault[] = [
  ...(["throw", "delay", "hang", "nan-vector", "zero-vector"] as const),
  ...(["wrong-dimensions", "short-batch"] as const),
];

beforeAll(loadEverything);

describe("F9 an embedding model in trouble costs the semantic tier, nothing else", {
  concurrent: true,
}, () => {
  for (const fault of FAULTS) {
    for (const operation of ["generate", "stream"] as const) {
      test(`${fault}: exact hits go on, ${operation}`, async (context) => {
        const embeddingModel = chaosEmbeddingModel(trigramEmbedding(), { delayMs: 500 });
        const { run, path, cache } = userCalls(memoryStore(), operation, { embeddingModel });
        await run(known);
        embeddingModel.chaos.use({ all: { [fault]: 1 }, delayMs: 500 });

        const [unknown, again] = [await run(others), await run(known)];

        const failed = [unknown, again].flatMap((report) => [...report.failed, ...report.wrong]);
        const facts = { fault: "F9", store: `embedding: ${fault}`, operation };
        const { cases, worstAddedMs } = unknown;
        const budgetMs = TIMEOUTS.embedding;
        reportFault(context, { ...facts, cases, failed: failed.length, worstAddedMs, budgetMs });
        expect(failed).toEqual([]);
        expect(path().slice(-known.length)).toEqual(known.map(() => "hit:exact"));
        expect(worstAddedMs).toBeLessThan(slackOf(budgetMs));
        await cache.close();
      });
    }
  }

  test("vectors of another length than yesterday's are a miss, and both are kept apart", async () => {
    const store = memoryStore();
    const before = userCalls(store, "generate");
    await before.run([question("bakery")]);
    const shorter = fakeEmbedding(() => [1, 0, 0], undefined);
    const after = userCalls(store, "generate", { embeddingModel: shorter });

    const { failed, wrong } = await after.run([question("bakery", 1), question("bakery")]);

    expect({ failed, wrong }).toEqual({ failed: [], wrong: [] });
    expect(after.path().filter((step) => step === "hit:semantic")).toEqual([]);
  });

  test("once it is known to fail it is left alone, and asked again after a pause", async ({
    expect,
  }) => {
    const embeddingModel = chaosEmbeddingModel(trigramEmbedding(), { all: { hang: 1 } });
    const { run, path, cache } = userCalls(memoryStore(), "generate", { embeddingModel });

    const { addedMs } = await run(others);

    expect(addedMs.filter((ms) => ms > TIMEOUTS.embedding / 2).length).toBeLessThanOrEqual(8);
    expect(path()).toContain("breaker:embedding:open");
    embeddingModel.chaos.use({});
    let round = 0;
    const askAnew = async () => {
      const subject = `dairy of ${"abcdefghijkl"[round++ % 12]} street`;
      await run([question(subject), question(subject, 1)]);
      return path().at(-1);
    };
    await expect.poll(askAnew, { timeout: 6_000, interval: 300 }).toBe("hit:semantic");
    await cache.close();
  });
});
