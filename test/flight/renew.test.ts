import { generateText, type LanguageModel } from "ai";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { lifetimeOf } from "../../src/freshness.ts";
import { memoryStore } from "../../src/index.ts";
import { cachedModel } from "../support/cached-model.ts";

const MINUTE = 60_000;
const QUESTION = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";
const options = { ttl: "10m", staleWhileRevalidate: "1h", threshold: 0.6 } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  return () => void vi.useRealTimers();
});

const later = (milliseconds: number): void => void vi.setSystemTime(Date.now() + milliseconds);

/** Without waiting for what is done in the background. */
async function reload(model: LanguageModel): Promise<void> {
  const providerOptions = { semanticCache: { cache: "reload" } };
  await generateText({ model, prompt: QUESTION, providerOptions });
}

describe("a renewal", () => {
  test("in vain is not repeated by every hit, but after a while", async () => {
    const { ask, path, inner } = cachedModel(options);
    await ask(QUESTION);
    later(20 * MINUTE);
    inner.doGenerate = async () => Promise.reject(new Error("overloaded"));
    const renewals = (): number => path().filter((name) => name === "renew").length;

    for (let index = 0; index < 5; index++) await ask(QUESTION);
    const atFirst = renewals();
    later(MINUTE);
    await ask(QUESTION);

    expect([atFirst, renewals()]).toEqual([1, 2]);
  });

  test("whose answer is not stored leaves the old one where it is", async () => {
    const shouldStore = ({ text }: { text: string }): boolean => text === "answer 1";
    const { ask } = cachedModel({ ...options, shouldStore });
    await ask(QUESTION);
    later(20 * MINUTE);

    await ask(PARAPHRASE);
    const { text } = await ask(QUESTION);

    expect(text).toBe("answer 1");
  });

  test.each(["pinned", "replaced"])(
    "for another question leaves an entry that is %s meanwhile",
    async (what) => {
      const { ask, cache, inner, model } = cachedModel(options);
      await ask(QUESTION);
      const [stale] = await Array.fromAsync(cache.entries());
      later(20 * MINUTE);
      const answer = inner.doGenerate;
      inner.doGenerate = async (call) => {
        inner.doGenerate = answer;
        if (what === "pinned") await cache.pin(stale?.entryId ?? "");
        else await reload(model);
        return answer(call);
      };

      await ask(PARAPHRASE);

      const left = await Array.fromAsync(cache.entries());
      expect(left.map(({ query }) => query).sort()).toEqual([PARAPHRASE, QUESTION]);
    },
  );

  test("for the same question leaves an answer that is pinned meanwhile", async () => {
    const { ask, cache, inner, path } = cachedModel(options);
    await ask(QUESTION);
    const [stale] = await Array.fromAsync(cache.entries());
    later(20 * MINUTE);
    const answer = inner.doGenerate;
    inner.doGenerate = async (call) => {
      await cache.pin(stale?.entryId ?? "");
      return answer(call);
    };

    await ask(QUESTION);

    expect(path().slice(-2)).toEqual(["renew", "not-stored:invalidated"]);
    expect((await ask(QUESTION)).text).toBe("answer 1");
    expect((await Array.fromAsync(cache.entries()))[0]?.pinned).toBe(true);
  });

  test("that never ends is given up, and nobody waits for it", async () => {
    const { ask, path, inner } = cachedModel({ ...options, timeouts: { stream: "20ms" } });
    await ask(QUESTION);
    later(20 * MINUTE);
    inner.doGenerate = async () => new Promise(() => {});

    const { text } = await ask(QUESTION);

    expect(text).toBe("answer 1");
    expect(path().at(-1)).toBe("error:renew:timeout");
  });

  test("does not happen for a call that must not ask the model", async () => {
    const { ask, calls } = cachedModel(options);
    await ask(QUESTION);
    later(20 * MINUTE);

    const providerOptions = { semanticCache: { cache: "only-if-cached" } };
    const { text } = await ask({ prompt: QUESTION, providerOptions });

    expect([text, calls()]).toEqual(["answer 1", 1]);
  });
});

test("only-if-cached is served what is stored, whatever is under way", async () => {
  const { ask, inner } = cachedModel({ ttl: "1h" });
  await ask(QUESTION);
  later(MINUTE);
  const saying = (semanticCache: Record<string, string>) =>
    ask({ prompt: QUESTION, providerOptions: { semanticCache } });
  inner.doGenerate = async () => new Promise(() => {});
  saying({ maxAge: "1s" }).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 5));

  const { text } = await saying({ cache: "only-if-cached" });

  expect(text).toBe("answer 1");
});

test("what is to be kept for ever has times that stores take", async () => {
  const store = memoryStore();
  const forEver = Number.POSITIVE_INFINITY;
  const { ask } = cachedModel({ store, ttl: forEver, staleIfError: forEver });

  await ask(QUESTION);

  const [entry] = await Array.fromAsync(store.entries());
  expect(Number.isSafeInteger(entry?.staleAt) && Number.isSafeInteger(entry?.expiresAt)).toBe(true);
});

test("times are whole milliseconds, whatever the durations are", () => {
  const rules = { staleWhileRevalidateMs: 0.4, staleIfErrorMs: 1.5, eagerRefresh: 1, maxAgeMs: 1 };

  const { staleAt, expiresAt } = lifetimeOf(1.5, rules, 0);

  expect(Number.isInteger(staleAt) && Number.isInteger(expiresAt)).toBe(true);
});
