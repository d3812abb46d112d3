import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Policy } from "../../../src/index.ts";
import { cachedModel } from "../../support/cached-model.ts";
import { blocksOf, createWorkspace, readPage } from "../../support/docs.ts";

const QUESTION = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** The lines of a text below the first, by label. */
function linesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split("\n").map((line) => [line.slice(0, 15).trim(), line.slice(16)]),
  );
}

test("the first line says what a call gets, the second what it does", async () => {
  const { ask, cache, inner } = cachedModel();
  await ask(QUESTION);

  const { text } = await cache.explain({ model: inner, prompt: PARAPHRASE });

  const [first, second] = text.split("\n");
  expect(first).toBe("hit, semantic");
  expect(second).toMatch(/^a call now {6}serves entry [0-9a-f]{8}$/);
});

test("it says of each neighbour what there is to know of it", async () => {
  const policy: Policy = {
    name: "mine",
    floor: 0.5,
    decide: () => ({ serves: true, numbers: { bound: 0.8123 } }),
  };
  const { ask, cache, inner } = cachedModel({ threshold: policy, verify: () => true });
  await ask(QUESTION);
  vi.advanceTimersByTime(5 * 60_000);

  const { text } = await cache.explain({ model: inner, prompt: PARAPHRASE });

  expect(linesOf(text)).toMatchObject({
    "1. 0.889": `"${QUESTION}"`,
    verdict: "accepted",
    entry: expect.stringMatching(/^entry [0-9a-f]{8}, 5 min old, fresh$/),
    guards: "all agree",
    policy: "agrees, bound 0.812",
    verifier: "agrees",
  });
});

test("it quotes the words that caused a veto: those asked, those stored", async () => {
  const { ask, cache, inner } = cachedModel();
  await ask("Where is order 10273?");

  const { text } = await cache.explain({ model: inner, prompt: "Where is order 10274?" });

  expect(linesOf(text).guards).toContain('["10274" / "10273"]');
});

test("it is one line for what is too far away, and short for long questions", async () => {
  const { ask, cache, inner } = cachedModel();
  await ask(`Where is ${"the red and white ".repeat(30)} chair?`);

  const { text } = await cache.explain({ model: inner, prompt: QUESTION });

  const last = text.split("\n").at(-1);
  expect(last).toMatch(/^1\. 0\.\d{3} +"Where is the red.*…" is too far away$/);
  expect(last?.length).toBeLessThan(130);
});

test("no question can write over what a terminal shows", async () => {
  const { ask, cache, inner } = cachedModel();
  await ask("How do I reset\u001b[2J\r\nhit, semantic\u202e my password?");

  const { text } = await cache.explain({ model: inner, prompt: QUESTION });

  expect(text).toContain('"How do I reset [2J hit, semantic my password?"');
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("the page about it shows what is really printed", { timeout: 60_000 }, async () => {
  const page = readPage("docs/reading-explain.md");
  const [, shown] = /^```text\n([\s\S]*?)^```$/m.exec(page.text) ?? [];
  const [block] = blocksOf(page);
  const workspace = createWorkspace(block ? [block] : []);

  const { stdout } = block ? await workspace.run(block) : { stdout: "" };
  workspace.remove();

  expect(stdout).toBe(shown);
});
