import { expect, test } from "vitest";
import { cachedModel } from "./support/cached-model.ts";

test("the same question is answered once by the model and then from the cache", async () => {
  const { ask, path, calls } = cachedModel();

  const first = await ask("How do I reset my password?");
  const second = await ask("How do I reset my password?");

  expect(second.text).toBe(first.text);
  expect(calls()).toBe(1);
  expect(path()).toEqual(["miss:no-match", "write", "hit:exact"]);
});

test("a question in other words is answered from the cache, streamed", async () => {
  const { ask, stream, path } = cachedModel();

  const first = await ask("How do I reset my password?");
  const chunks = await stream("How can I reset my password?");

  expect(chunks.join("")).toBe(first.text);
  expect(path()).toEqual(["miss:no-match", "write", "hit:semantic"]);
});
