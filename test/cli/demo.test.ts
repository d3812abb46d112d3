import { MockLanguageModelV4, simulateReadableStream } from "ai/test";
import { afterEach, expect, test, vi } from "vitest";
import { run } from "./support/command-line.ts";

afterEach(() => void vi.unstubAllGlobals());

/** Makes every id a model that streams this text. */
function provideModel(text: string): void {
  const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
  const chunks = [
    { type: "text-start", id: "0" },
    { type: "text-delta", id: "0", delta: text },
    { type: "text-end", id: "0" },
    { type: "finish", finishReason: { unified: "stop", raw: "stop" }, usage },
  ];
  const doStream = async () => ({ stream: simulateReadableStream({ chunks }) });
  const model = new MockLanguageModelV4({ doStream: doStream as never });
  vi.stubGlobal("AI_SDK_DEFAULT_PROVIDER", { languageModel: () => model });
}

test("--json prints the figures and nothing else, and it ends well", async () => {
  const { code, stdout, stderr } = await run("demo", "--speed", "1000", "--json");

  const figures = JSON.parse(stdout);
  expect([code, stderr]).toEqual([0, ""]);
  expect(figures).toMatchObject({ questions: 51, wrongHits: 0, traps: { asked: 7, served: 0 } });
  expect(figures.hits.exact + figures.hits.semantic + figures.modelCalls).toBe(51);
});

test("--model asks a model of the AI SDK, and says how often the cache did", async () => {
  provideModel("We look into it.");

  const { code, stdout } = await run("demo", "--model", "any/model", "--json");

  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ wrongHits: 0, savedTokens: { output: 29 } });
});

test("a cache that answers too little is exit code 1", async () => {
  provideModel(""); // an empty answer is never stored

  const { code, stdout } = await run("demo", "--model", "any/model", "--json");

  expect([code, JSON.parse(stdout).hitRate]).toEqual([1, 0]);
});

test("a model that cannot be asked is a sentence, not a stack", async () => {
  const languageModel = () => {
    throw new Error("no such model");
  };
  vi.stubGlobal("AI_SDK_DEFAULT_PROVIDER", { languageModel });

  const { code, stderr } = await run("demo", "--model", "any/model");

  expect([code, stderr]).toEqual([2, "error: --model any/model: no such model.\n"]);
});

test("without ai it says what to install", async () => {
  vi.doMock("../../src/cli/installed-ai.ts", () => ({ installedAi: () => undefined }));
  vi.doMock("../../src/cli/demo/show-demo.ts", () => {
    throw new Error("Cannot find package 'ai'");
  });
  vi.resetModules();

  const { code, stderr } = await run("demo");

  expect([code, stderr]).toEqual([2, expect.stringContaining("npm install ai@7.")]);
});

test.each(["0", "-1", "fast", ""])("--speed %j is refused", async (speed) => {
  const { code, stderr } = await run("demo", "--speed", speed);

  expect(code).toBe(2);
  expect(stderr).toContain("Say a number above 0, such as 10.");
});
