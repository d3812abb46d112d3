import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, streamText } from "ai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SCRIPT } from "../demo/questions.ts";
import { type DemoServer, startServer } from "../demo/server.ts";
import { answerConversation } from "../demo/support-desk.ts";

const FAST = 1_000;
const QUESTIONS = SCRIPT.flatMap(({ questions }) => questions);

let server: DemoServer;
beforeAll(async () => {
  server = await startServer(FAST);
});
afterAll(() => server.close());

test("the demo answers most questions from the cache, none of them wrongly", async () => {
  const { PATH } = process.env;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--conditions=semantic-cache-source", "demo/demo.ts"],
    { env: { PATH, DEMO_SPEED: String(FAST), NO_COLOR: "1" } },
  );

  const lines = stdout.trimEnd().split("\n");
  const numberAfter = (label: string): number =>
    Number(lines.findLast((line) => line.startsWith(label))?.match(/\d+/)?.[0]);
  expect(stderr).toBe("");
  expect(stdout).not.toContain("\u001b");
  expect(lines.at(-2)).toBe(`hit rate: ${numberAfter("hit rate:")} %`);
  expect(lines.at(-1)).toBe("wrong hits: 0");
  expect(numberAfter("hit rate:")).toBeGreaterThan(50);
  expect(numberAfter("questions")).toBe(QUESTIONS.length);
  expect(numberAfter("model calls") + numberAfter("from the cache")).toBe(QUESTIONS.length);
});

test("the demo's model knows the right answer to every question of the script", () => {
  const turns = new Map<string, string[]>();

  for (const { ask, topic, conversation } of QUESTIONS) {
    const asked = [...(turns.get(conversation ?? "") ?? []), ask];
    if (conversation !== undefined) turns.set(conversation, asked);
    expect({ ask, topic: answerConversation(asked).topic }).toEqual({ ask, topic });
  }
});

test("the demo's server streams what it answers in one piece", async () => {
  const model = createOpenAI({ baseURL: server.baseURL, apiKey: "none" }).chat("gpt-5-mini");
  const call = { model, prompt: "How do I reset my password?", maxRetries: 0 };

  const whole = await generateText(call);
  const streamed = streamText(call);
  const chunks = await Array.fromAsync(streamed.textStream);

  expect(whole.text).toContain("Forgot password");
  expect(chunks.length).toBeGreaterThan(20);
  expect(chunks.join("")).toBe(whole.text);
  expect(await streamed.finishReason).toBe("stop");
  expect(await streamed.usage).toEqual(whole.usage);
  expect(whole.usage.outputTokens).toBe(chunks.length);
});

test("the demo's server refuses what it does not understand", async () => {
  const elsewhere = await fetch(`${server.baseURL}/models`);
  const noJson = await fetch(`${server.baseURL}/chat/completions`, { method: "POST", body: "{" });

  expect(elsewhere.status).toBe(404);
  expect(noJson.status).toBe(400);
});
