import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { embed as embed7, embedMany as embedMany7 } from "ai";
import { embed as embed4, embedMany as embedMany4 } from "ai4";
import { embed as embed5, embedMany as embedMany5 } from "ai5";
import { embed as embed6, embedMany as embedMany6 } from "ai6";
import { afterEach, expect, test, vi } from "vitest";
import { loadBuiltInEmbedding } from "../src/built-in/default.ts";
import { builtInEmbedding } from "../src/built-in/index.ts";
import { readTokenTable } from "../src/built-in/token-table.ts";
import { loadBuiltInEmbedding as loadUnavailable } from "../src/built-in/unavailable.ts";

const WEIGHTS = new URL("../src/built-in/en-wn-256-q4.bin", import.meta.url);
const DIMENSIONS = 256;

afterEach(() => {
  vi.doUnmock("../src/built-in/weights-from-file.ts");
  vi.resetModules();
  vi.restoreAllMocks();
});

async function vectorOf(value: string): Promise<number[]> {
  const { embeddings } = await builtInEmbedding().doEmbed({ values: [value] });
  return embeddings[0] ?? [];
}

async function similarity(left: string, right: string): Promise<number> {
  const [a, b] = await Promise.all([vectorOf(left), vectorOf(right)]);
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

test("a paraphrase is near and another question is far", async () => {
  const question = "How do I reset my password?";

  expect(await similarity(question, "I forgot my password, how do I reset it?")).toBeCloseTo(
    0.914,
    3,
  );
  expect(await similarity(question, "What is the capital of France?")).toBeCloseTo(-0.032, 3);
});

test("opposites and turned directions are near: why guards stay on", async () => {
  const dark = await similarity("how do i enable dark mode?", "how do i disable dark mode?");
  const flight = await similarity("London to New York", "New York to London");

  expect(dark).toBeCloseTo(0.834, 3);
  expect(flight).toBeCloseTo(1);
});

test("a change of the reading rules is noticed: vectors stored under this model id stay valid", async () => {
  const vector = await vectorOf("Où est mon café? It costs £12.50 — “refund” me, PLEASE!");

  expect(vector.slice(0, 4).map((value) => value.toFixed(4))).toMatchInlineSnapshot(`
    [
      "0.0695",
      "0.1094",
      "0.2642",
      "0.1042",
    ]
  `);
});

test("vectors have 256 numbers and unit length, and word pieces are counted", async () => {
  const { embeddings, usage } = await builtInEmbedding().doEmbed({
    values: ["Where is my order?"],
  });

  expect(embeddings[0]).toHaveLength(DIMENSIONS);
  expect(Math.hypot(...(embeddings[0] ?? []))).toBeCloseTo(1);
  expect(usage).toEqual({ tokens: 5 });
});

test("ai 6 and ai 7 take the model as it is, without a warning", async () => {
  const warn = vi.spyOn(console, "warn");
  const model = builtInEmbedding();
  const value = "Where is my order?";

  const one = [await embed6({ model, value }), await embed7({ model, value })];
  const many = [
    await embedMany6({ model, values: [value, value] }),
    await embedMany7({ model, values: [value, value] }),
  ];

  expect(new Set(one.map(({ embedding }) => embedding.length))).toEqual(new Set([DIMENSIONS]));
  expect(many.map(({ embeddings }) => embeddings.length)).toEqual([2, 2]);
  expect(warn).not.toHaveBeenCalled();
});

test("ai 5 takes the model as v2", async () => {
  const model = builtInEmbedding({ specificationVersion: "v2" });

  const one = await embed5({ model, value: "Where is my order?" });
  const many = await embedMany5({ model, values: ["Where is my order?", "Hello"] });

  expect(one.embedding).toEqual(many.embeddings[0]);
  expect(many.usage).toEqual({ tokens: 6 });
});

test("ai 4 takes the model as v1", async () => {
  const model = builtInEmbedding({ specificationVersion: "v1" });

  const one = await embed4({ model, value: "Where is my order?" });
  const many = await embedMany4({ model, values: ["Where is my order?", "Hello"] });

  expect(one.embedding).toEqual(many.embeddings[0]);
});

test.each([
  ["a Russian question", "Как сбросить пароль?"],
  ["letters outside the basic plane", "𝗛𝗼𝘄 𝗱𝗼 𝗜 𝗽𝗮𝘆?"],
  ["one word in another script", "What does слово mean in plain English?"],
  ["an emoji, which may be all the difference", "What does 😀 mean?"],
  ["a sign it has never seen", "How many litres is €5?"],
  ["punctuation only", "?!"],
  ["nothing", ""],
])("text it cannot judge gets zeros, never a similarity: %s", async (_, text) => {
  expect(new Set(await vectorOf(text))).toEqual(new Set([0]));
});

test("accents, case, typographic quotes and dashes do not matter", async () => {
  const plain = await similarity("CAFÉ near “me”", "cafe near me");
  const dashed = await similarity("opening hours – Sunday…", "opening hours Sunday");

  expect([plain, dashed].map((value) => value.toFixed(6))).toEqual(["1.000000", "1.000000"]);
});

test("the model id names the weights, so vectors of two builds are never compared", async () => {
  const hash = sha256(await readFile(WEIGHTS));

  expect(builtInEmbedding().modelId).toContain(hash.slice(0, 12));
  expect(builtInEmbedding().provider).toBe("ai-sdk-semantic-cache");
});

test("all models of a process share one table", async () => {
  const loadWeights = vi.fn(() => readFile(WEIGHTS));
  vi.resetModules();
  vi.doMock("../src/built-in/weights-from-file.ts", () => ({ loadWeights }));
  const fresh = await import("../src/built-in/index.ts");

  expect(loadWeights).not.toHaveBeenCalled();
  await Promise.all([
    fresh.builtInEmbedding().doEmbed({ values: ["Hello"] }),
    fresh.builtInEmbedding().doEmbed({ values: ["Hello"] }),
  ]);

  expect(loadWeights).toHaveBeenCalledTimes(1);
});

test("weights that failed to load are said so, and tried again at the next call", async () => {
  const loadWeights = vi.fn(() => readFile(WEIGHTS));
  loadWeights.mockRejectedValueOnce(new Error("disk is gone"));
  vi.resetModules();
  vi.doMock("../src/built-in/weights-from-file.ts", () => ({ loadWeights }));
  const fresh = await import("../src/built-in/index.ts");
  const model = fresh.builtInEmbedding();

  await expect(model.doEmbed({ values: ["Hello"] })).rejects.toMatchObject({
    code: "embedding",
    message: expect.stringContaining("dist/built-in/weights.js"),
    cause: new Error("disk is gone"),
  });
  const { embeddings } = await model.doEmbed({ values: ["Hello"] });

  expect(embeddings[0]).toHaveLength(DIMENSIONS);
});

test("an abort is honoured before the first value and between many", async () => {
  const model = builtInEmbedding();
  await model.doEmbed({ values: ["Hello"] });
  const values = Array.from({ length: 5000 }, (_, index) => `question number ${index}`);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("changed my mind")));

  const running = model.doEmbed({ values, abortSignal: controller.signal });

  await expect(running).rejects.toThrow("changed my mind");
  await expect(
    model.doEmbed({ values: ["Hello"], abortSignal: controller.signal }),
  ).rejects.toThrow("changed my mind");
});

test("another number of dimensions is answered by a warning, as the AI SDK has it", async () => {
  const { warnings } = await builtInEmbedding().doEmbed({ values: ["Hello"], dimensions: 64 });

  expect(warnings).toEqual([
    {
      type: "unsupported",
      feature: "dimensions",
      details: "The vectors of this model have 256 numbers, not 64.",
    },
  ]);
});

test("the core finds the model on Node and nothing on edge runtimes", () => {
  expect(loadBuiltInEmbedding()?.modelId).toBe(builtInEmbedding().modelId);
  expect(loadUnavailable()).toBeUndefined();
});

test("a file that is no token table, or half of one, is refused in words", async () => {
  const whole = await readFile(WEIGHTS);

  expect(() => readTokenTable(new Uint8Array(64))).toThrow('starts with "SEM1"');
  expect(() => readTokenTable(whole.subarray(0, 1000))).toThrow("expected 3815699 bytes, got 1000");
});

test("the generated module holds the identical bytes, with and without Buffer", async () => {
  const target = join(tmpdir(), `weights-${process.pid}.mjs`);
  const script = new URL("../scripts/built-in-embedding/write-weights-module.ts", import.meta.url);
  const run = promisify(execFile);
  const print = `
    import { createHash } from "node:crypto";
    const { loadWeights } = await import(process.argv[1]);
    const withBuffer = await loadWeights();
    globalThis.Buffer = undefined;
    const withoutBuffer = await loadWeights();
    for (const bytes of [withBuffer, withoutBuffer]) {
      console.log(createHash("sha256").update(bytes).digest("hex"));
    }`;

  await run(process.execPath, [script.pathname, target]);
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", print, target]);
  await rm(target);

  const hash = sha256(await readFile(WEIGHTS));
  expect(stdout).toBe(`${hash}\n${hash}\n`);
});
