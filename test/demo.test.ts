import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, streamText } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DemoServer, startServer } from "../demo/server.ts";
import { condense } from "../scripts/demo-svg/condense.ts";
import { SCRIPT } from "../src/cli/demo/questions.ts";
import { standInModel } from "../src/cli/demo/stand-in-model.ts";
import { answerConversation } from "../src/cli/demo/support-desk.ts";
import { sdks } from "./support/sdk.ts";

const FAST = 1_000;
const QUESTIONS = SCRIPT.flatMap(({ questions }) => questions);

let server: DemoServer;
let printed: { readonly stdout: string; readonly stderr: string };
beforeAll(async () => {
  server = await startServer(FAST);
  const { PATH } = process.env;
  printed = await promisify(execFile)(
    process.execPath,
    ["--conditions=semantic-cache-source", "demo/demo.ts", "--speed", String(FAST)],
    { env: { PATH, NO_COLOR: "1" } },
  );
});
afterAll(() => server.close());

test("the demo answers most questions from the cache, none of them wrongly", () => {
  const { stdout, stderr } = printed;
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

test("the picture of the demo in the README shows what the demo prints today, but for the times", () => {
  const picture = readFileSync("docs/images/demo.svg", "utf8");

  const drawn = [...picture.matchAll(/<text x="[^>]*textLength[^>]*>(.*)<\/text>/g)];
  const texts = drawn.map(([, text = ""]) => withoutTimes(text.replace(/<[^>]+>/g, "")));

  const lines = condense(printed.stdout).filter((line) => line !== "");
  expect(texts).toEqual(lines.map(withoutTimes));
  expect(picture.length).toBeLessThan(40_000);
});

/** Times differ from run to run. */
function withoutTimes(line: string): string {
  const plain = line.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return plain.replace(/ *[\d.]+ m?s\b/g, " T").trim();
}

describe.each(sdks)("the stand-in of the demo in $name", ({ version, app }) => {
  test("streams the answer of the support desk piece by piece, and counts its calls", async () => {
    const { model, calls } = standInModel({ specification: version, speed: FAST });

    const asked = await app({ model }).ask({
      way: "stream",
      prompt: "How do I reset my password?",
    });

    const pieces = asked.streamed.filter(({ type }) => type === "text-delta");
    expect(asked.text).toBe(answerConversation(["How do I reset my password?"]).answer);
    expect([asked.finishReason, pieces.length > 20, calls()]).toEqual(["stop", true, 1]);
  });
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
