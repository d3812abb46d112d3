import { generateText, streamText, wrapLanguageModel } from "ai";
import { expect, test } from "vitest";
import { type CacheEvent, semanticCache } from "../src/index.ts";
import { cachedModel, mockModel } from "./support/cached-model.ts";

const QUESTION = "How do I reset my password?";

test("on an edge runtime, exact and semantic hits work with any embedding model", async () => {
  const { ask, stream, path } = cachedModel();

  const first = await ask(QUESTION);
  await ask(QUESTION);
  const chunks = await stream("How can I reset my password?");

  expect(Reflect.get(globalThis, "EdgeRuntime")).toBeDefined();
  expect(chunks.join("")).toBe(first.text);
  expect(path()).toEqual(["miss:no-match", "write", "hit:exact", "hit:semantic"]);
});

test("without an embedding model there is one clear notice, and exact hits", async () => {
  const events: CacheEvent[] = [];
  const cache = semanticCache({ onEvent: (event) => void events.push(event) });
  const model = wrapLanguageModel({ model: mockModel(() => "text"), middleware: cache });

  await generateText({ model, prompt: QUESTION });
  await cache.flush();
  await generateText({ model, prompt: "Something else" });
  await streamText({ model, prompt: QUESTION }).consumeStream();

  const notices = events.filter(({ type }) => type === "notice");
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatchObject({
    code: "no-built-in-embedding",
    message: expect.stringContaining("pass embeddingModel"),
  });
  expect(cache.stats()).toMatchObject({ hits: { exact: 1 }, misses: { "exact-only": 2 } });
});

test("equal questions at once make a model call each, whatever singleFlight says", async () => {
  const { ask, calls } = cachedModel({ singleFlight: true });

  await Promise.all([ask(QUESTION), ask(QUESTION)]);

  expect(calls()).toBe(2);
});
