import { afterEach, expect, test, vi } from "vitest";
import { cachedVerdicts, type Verify } from "../../../src/lookup/verify/index.ts";
import { cachedModel } from "../../support/cached-model.ts";
import { verdictOf } from "./support/candidate.ts";

afterEach(() => void vi.useRealTimers());

test.each([true, false])("a verdict of %s is asked for once", async (verdict) => {
  const verify = vi.fn<Verify>(() => verdict);
  const cached = cachedVerdicts(verify);

  expect(await verdictOf(cached)).toBe(verdict);
  expect(await verdictOf(cached, { similarity: 0.95 })).toBe(verdict);
  expect(verify).toHaveBeenCalledTimes(1);
});

test.each([
  ["question", { query: "Where is order 7?" }],
  ["stored question", { candidateQuery: undefined }],
  ["stored answer", { answer: "Another one." }],
  ["fresh answer", { freshAnswer: "A fresh one." }],
  ["model", { model: "acme/other" }],
])("another %s is another question", async (_what, fields) => {
  const verify = vi.fn<Verify>(() => true);
  const cached = cachedVerdicts(verify);

  await verdictOf(cached);
  await verdictOf(cached, fields);

  expect(verify).toHaveBeenCalledTimes(2);
});

test("texts that run together are not confused", async () => {
  const verify = vi.fn<Verify>(() => true);
  const cached = cachedVerdicts(verify);

  await verdictOf(cached, { query: 'a","b', candidateQuery: "c" });
  await verdictOf(cached, { query: "a", candidateQuery: 'b","c' });

  expect(verify).toHaveBeenCalledTimes(2);
});

test("an error is not remembered, and anything but yes is a no that is asked for again", async () => {
  const verify = vi.fn<Verify>();
  verify.mockRejectedValueOnce(new Error("overloaded"));
  verify.mockReturnValueOnce("yes" as never);
  verify.mockReturnValueOnce(true);
  const cached = cachedVerdicts(verify);

  await expect(verdictOf(cached)).rejects.toThrow("overloaded");
  expect(await verdictOf(cached)).toBe(false);
  expect(await verdictOf(cached)).toBe(true);
});

test("the verdict that was not used for longest is forgotten first", async () => {
  const verify = vi.fn<Verify>(() => true);
  const cached = cachedVerdicts(verify, { maxEntries: 2 });

  for (const query of ["a", "b", "a", "c", "a", "b"]) await verdictOf(cached, { query });

  expect(verify.mock.calls.map(([{ query }]) => query)).toEqual(["a", "b", "c", "b"]);
});

test("a verdict ends with its time", async () => {
  vi.useFakeTimers();
  const verify = vi.fn<Verify>(() => true);
  const cached = cachedVerdicts(verify, { ttl: "1h" });

  await verdictOf(cached);
  vi.setSystemTime(Date.now() + 3_599_999);
  await verdictOf(cached);
  vi.setSystemTime(Date.now() + 1);
  await verdictOf(cached);

  expect(verify).toHaveBeenCalledTimes(2);
});

test("who asks the same at the same time shares one call, which is counted once", async () => {
  const { verify, answer } = slowVerify();
  const cached = cachedVerdicts(verify);
  const reportUsage = vi.fn();

  const verdicts = [1, 2, 3].map(() => verdictOf(cached, {}, { reportUsage }));
  await vi.waitFor(() => expect(verify).toHaveBeenCalled());
  verify.mock.calls[0]?.[1].reportUsage?.("acme/judge", {});
  answer(true);

  expect(await Promise.all(verdicts)).toEqual([true, true, true]);
  expect([verify.mock.calls.length, reportUsage.mock.calls.length]).toEqual([1, 1]);
});

test("who gives up leaves the call to the others", async () => {
  const { verify, answer } = slowVerify();
  const cached = cachedVerdicts(verify);
  const first = new AbortController();

  const given = verdictOf(cached, {}, { abortSignal: first.signal });
  const waiting = verdictOf(cached);
  await vi.waitFor(() => expect(verify).toHaveBeenCalled());
  first.abort(new Error("gone"));

  await expect(given).rejects.toThrow("gone");
  expect(verify.mock.calls[0]?.[1].abortSignal.aborted).toBe(false);
  answer(true);
  expect(await waiting).toBe(true);
});

test("when nobody waits any more the call is aborted, and the next one asks anew", async () => {
  const { verify } = slowVerify();
  const cached = cachedVerdicts(verify);
  const only = new AbortController();
  const given = verdictOf(cached, {}, { abortSignal: only.signal });
  await vi.waitFor(() => expect(verify).toHaveBeenCalled());

  only.abort(new Error("gone"));
  await expect(given).rejects.toThrow("gone");
  verify.mockReturnValueOnce(true);

  expect(verify.mock.calls[0]?.[1].abortSignal.aborted).toBe(true);
  expect(await verdictOf(cached)).toBe(true);
});

test("a paraphrase that comes again is served again without asking the verifier again", async () => {
  const verify = vi.fn<Verify>(() => true);
  const { ask, path } = cachedModel({ verify: cachedVerdicts(verify) });

  await ask("How do I reset my password?");
  await ask("How can I reset my password?");
  await ask("How can I reset my password?");

  expect(path().slice(2)).toEqual(["hit:semantic", "hit:semantic"]);
  expect(verify).toHaveBeenCalledTimes(1);
});

test.each([
  [undefined, {}, "verify must be a function"],
  [() => true, { maxEntries: 0 }, "maxEntries must be a whole number from 1; got 0"],
  [() => true, { ttl: "1 week" }, "ttl must be a duration"],
])("cachedVerdicts(%s, %j) says what is wrong", (verify, options, message) => {
  expect(() => cachedVerdicts(verify as Verify, options as object)).toThrow(message);
});

/** A verifier that says nothing until `answer` is called. */
function slowVerify() {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  return { verify: vi.fn<Verify>(() => promise), answer: resolve };
}
