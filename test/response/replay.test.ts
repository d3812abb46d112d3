import { wrapLanguageModel } from "ai";
import { expect, test, vi } from "vitest";
import { cachedModel } from "../support/cached-model.ts";

const QUESTION = "How do I reset my password?";
const ANSWER = "Open the settings.\nChoose  a new one. 你好世界 👩‍👩‍👧 done";

test.each([
  ["recorded", ["Open ", "the ", "settings.\n", "Choose  ", "a ", "new ", "one. "]],
  ["word", ["Open", " the", " settings.", "\nChoose", "  a", " new", " one."]],
  ["line", ["Open the settings.\n"]],
  [/[.] */, ["Open the settings.", "\nChoose  a new one. "]],
] as const)("a stored answer is streamed by %s", async (chunk, expected) => {
  const { stream } = cachedModel({ answer: () => ANSWER, replay: { chunk } });

  await stream(QUESTION);
  const chunks = await stream(QUESTION);

  expect(chunks.slice(0, expected.length)).toEqual(expected);
  expect(chunks.join("")).toBe(ANSWER);
});

test("scripts without spaces are streamed character by character", async () => {
  const { ask, stream } = cachedModel({ answer: () => "你好世界" });

  await ask(QUESTION);
  const chunks = await stream(QUESTION);

  expect(chunks).toEqual(["你", "好", "世", "界"]);
});

test("an answer that was not streamed is streamed by word", async () => {
  const { ask, stream } = cachedModel({ answer: () => "one two three" });

  await ask(QUESTION);
  const chunks = await stream(QUESTION);

  expect(chunks).toEqual(["one", " two", " three"]);
});

test("pauses are made where they are asked for: before the first chunk and between chunks", async () => {
  const timers = vi.spyOn(globalThis, "setTimeout");
  const replay = { chunk: "word", delayMs: 3, initialDelayMs: 7 } as const;
  const { ask, stream } = cachedModel({ answer: () => "one two three", replay });
  await ask(QUESTION);
  timers.mockClear();

  await stream(QUESTION);

  const pauses = timers.mock.calls.map(([, milliseconds]) => milliseconds);
  expect(pauses.filter((pause) => pause === 3 || pause === 7)).toEqual([7, 3, 3]);
  timers.mockRestore();
});

test("a hit reports no usage by default, and the original where that is wanted", async () => {
  const zero = cachedModel();
  const original = cachedModel({ usage: "original" });
  await zero.ask(QUESTION);
  await original.ask(QUESTION);

  expect((await zero.ask(QUESTION)).usage).toMatchObject({ inputTokens: 0, outputTokens: 0 });
  expect((await original.ask(QUESTION)).usage).toMatchObject({ inputTokens: 10, outputTokens: 20 });
});

test("what a hit and a miss say in providerMetadata", async () => {
  const { ask } = cachedModel();

  const miss = await ask(QUESTION);
  const hit = await ask("How can I reset my password?");

  const entryId = expect.stringMatching(/^[0-9a-f]{64}\.[0-9a-f]{64}$/);
  expect(miss.providerMetadata).toEqual({ semanticCache: { hit: false, entryId } });
  expect(hit.providerMetadata).toEqual({
    semanticCache: {
      hit: true,
      kind: "semantic",
      similarity: expect.closeTo(0.87, 1),
      entryId: Reflect.get(miss.providerMetadata?.semanticCache ?? {}, "entryId"),
      ageMs: expect.any(Number),
      stale: false,
      savedUsage: { inputTokens: 10, outputTokens: 20 },
    },
  });
});

test("every chunk of a hit is there in the microtask turn after it is asked for", async () => {
  const { ask, inner, cache } = cachedModel({ answer: () => "one two three" });
  await ask(QUESTION);
  const model = wrapLanguageModel({ model: inner, middleware: cache });
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: QUESTION }] }];
  const { stream } = await model.doStream({ prompt });

  const reader = stream.getReader();
  const turns = await Array.fromAsync({ length: 8 }, () => turnsUntil(reader.read()));

  expect(turns).toEqual(Array.from({ length: 8 }, () => 1));
});

/** How often others had their turn before a promise was settled. */
async function turnsUntil(promise: Promise<unknown>): Promise<number> {
  let isSettled = false;
  promise.then(() => {
    isSettled = true;
  });
  let turns = 0;
  for (; !isSettled; turns++) await undefined;
  return turns;
}
