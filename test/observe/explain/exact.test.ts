import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cachedModel } from "../../support/cached-model.ts";

const QUESTION = "How do I reset my password?";
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

test("an entry is found by its key, or by the normal form of its question", async () => {
  const { ask, cache, inner } = cachedModel();
  await ask(QUESTION);
  vi.advanceTimersByTime(3 * MINUTE);

  const same = await cache.explain({ model: inner, prompt: QUESTION });
  const alike = await cache.explain({ model: inner, prompt: "how do i reset my password" });

  const served = { served: true, freshness: "fresh", ageMs: 3 * MINUTE };
  expect(same.exact).toMatchObject({ ...served, foundBy: "key" });
  expect(alike.exact).toMatchObject({ ...served, foundBy: "normal-form" });
  expect(same.action).toMatch(/^serves entry [0-9a-f]{8}$/);
});

test("nothing is said of an entry where none is stored", async () => {
  const { cache, inner } = cachedModel();

  const { exact, text } = await cache.explain({ model: inner, prompt: QUESTION });

  expect(exact).toBeUndefined();
  expect(text).toContain("nothing stored");
});

test("a stale answer that only stands in for an error of the model is a miss", async () => {
  const { ask, cache, inner, path } = cachedModel({ ttl: "1m", staleIfError: "1h" });
  await ask(QUESTION);
  vi.advanceTimersByTime(2 * MINUTE);

  const explanation = await cache.explain({ model: inner, prompt: QUESTION });
  await ask(QUESTION);

  const { outcome, exact, action } = explanation;
  expect(outcome).toBe("miss");
  expect(exact).toMatchObject({ served: false, reason: "fallback", freshness: "fallback" });
  expect(action).toMatch(/; serves entry [0-9a-f]{8} should the model fail$/);
  expect(path().at(-2)).toBe(`miss:${explanation.reason}`);
});

test("a stale answer that is served is renewed behind the caller", async () => {
  const { ask, cache, inner } = cachedModel({ ttl: "1m", staleWhileRevalidate: "1h" });
  await ask(QUESTION);
  vi.advanceTimersByTime(2 * MINUTE);

  const { outcome, exact, action } = await cache.explain({ model: inner, prompt: QUESTION });

  expect(outcome).toBe("hit");
  expect(exact).toMatchObject({ served: true, freshness: "renew" });
  expect(action).toMatch(/, and renews it behind the answer$/);
});

test.each([
  ["too old for this call", { maxAge: "30s" }, "over"],
  [
    "made from another version of a document",
    { dependsOn: [{ id: "faq", version: "2" }] },
    "other-sources",
  ],
  ["not wanted by this call", { cache: "reload" }, "reload"],
])("an answer that is %s is not served", async (_why, semanticCache, reason) => {
  const { ask, cache, inner } = cachedModel({ dependsOn: [{ id: "faq", version: "1" }] });
  await ask(QUESTION);
  vi.advanceTimersByTime(MINUTE);
  const providerOptions = { semanticCache };

  const explanation = await cache.explain({ model: inner, prompt: QUESTION, providerOptions });

  expect(explanation).toMatchObject({ outcome: "miss", exact: { served: false, reason } });
});

test("an answer that people said was wrong is not served", async () => {
  const { ask, cache, inner, path } = cachedModel();
  await ask(QUESTION);
  const { exact } = await cache.explain({ model: inner, prompt: QUESTION });
  await cache.feedback(exact?.entryId ?? "", { correct: false });

  const explanation = await cache.explain({ model: inner, prompt: QUESTION });
  await ask(QUESTION);

  expect(explanation).toMatchObject({ reason: "quarantined", exact: { reason: "quarantined" } });
  expect(path()).toContain("miss:quarantined");
});
