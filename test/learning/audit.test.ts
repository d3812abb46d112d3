import { describe, expect, test } from "vitest";
import { semanticCache, type VerifyCandidate } from "../../src/index.ts";
import { angled } from "./support/angled.ts";

const ALL = { rate: 1 } as const;
const SAME = (): boolean => true;
const DIFFERENT = (): boolean => false;

test.each(["ask", "stream"] as const)(
  "%s: an audited hit is compared behind the stored answer",
  async (how) => {
    const seen: VerifyCandidate[] = [];
    const compare = (candidate: VerifyCandidate): boolean => seen.push(candidate) > 0;
    const { [how]: call, path, calls } = angled({ audit: ALL, compare });

    await call("0 degrees");
    await call("20 degrees");

    const audited = ["compare:audit:same", "not-stored:represented"];
    expect(path()).toEqual(["miss:no-match", "write", "hit:semantic", ...audited]);
    expect(seen).toMatchObject([{ answer: "answer 1", freshAnswer: "answer 2" }]);
    expect(calls()).toBe(2);
  },
);

test("the caller gets the stored answer and does not wait for the model", async () => {
  const timeouts = { stream: "30ms" } as const;
  const { ask, path, inner } = angled({ audit: ALL, compare: SAME, timeouts });
  await ask("0 degrees");
  inner.doGenerate = () => new Promise(() => {});

  const { text } = await ask("20 degrees");

  expect(text).toBe("answer 1");
  expect(path().slice(2)).toEqual(["hit:semantic", "error:compare:timeout"]);
});

test("a wrong hit is repeated to nobody: the model's answer is stored for its question", async () => {
  const { ask, path } = angled({ audit: ALL, compare: DIFFERENT });

  await ask("0 degrees");
  const hit = await ask("20 degrees");
  const again = await ask("20 degrees");

  expect([hit.text, again.text]).toEqual(["answer 1", "answer 2"]);
  expect(path().slice(2)).toEqual([
    "hit:semantic",
    "compare:audit:different",
    "write",
    "hit:exact",
  ]);
});

test("an entry that was wrong is served to nearer questions only", async () => {
  const compare = ({ query }: VerifyCandidate): boolean => query !== "20 degrees";
  const { ask, path } = angled({ audit: ALL, compare });
  await ask("0 degrees");
  await ask("20 degrees"); // at 0.940: from now on 0.960 at least

  await ask("350 degrees");
  await ask("342 degrees");

  expect(path()[5]).toBe("hit:semantic");
  expect(path()[8]).toBe("miss:quarantined");
});

test("a model that fails behind a hit says nothing about it", async () => {
  const { ask, path, inner, cache } = angled({ audit: ALL, compare: SAME });
  await ask("0 degrees");
  inner.doGenerate = () => Promise.reject(new Error("overloaded"));

  await ask("20 degrees");

  expect(path().slice(2)).toEqual(["hit:semantic", "error:compare:failed"]);
  expect(cache.audit().live).toMatchObject({ compared: 0, wrong: 0 });
});

test("an answer that cannot be compared is not counted", async () => {
  const compare = (): Promise<boolean> => Promise.reject(new Error("down"));
  const { ask, cache } = angled({ audit: ALL, compare });

  await ask("0 degrees");
  await ask("20 degrees");

  expect(cache.audit().live).toEqual({ compared: 0, wrong: 0, raisedBy: 0, stopped: false });
});

test("a caller who aborts after the hit does not stop the audit", async () => {
  const controller = new AbortController();
  const { ask, path, model, cache } = angled({ audit: ALL, compare: SAME });
  await ask("0 degrees");
  const { generateText } = await import("ai");

  await generateText({ model, prompt: "20 degrees", abortSignal: controller.signal });
  controller.abort();
  await cache.flush();

  expect(path()).toContain("compare:audit:same");
});

describe("no model is called behind", () => {
  test.each([
    ["an exact hit", "0 degrees", {}, ALL],
    ["a hit when the rate is 0", "20 degrees", {}, { rate: 0 }],
    ["a hit of a call that must not ask the model", "20 degrees", { cache: "only-if-cached" }, ALL],
  ])("%s", async (_what, prompt, semanticCache, audit) => {
    const { ask, calls } = angled({ audit, compare: SAME });
    await ask("0 degrees");

    await ask({ prompt, providerOptions: { semanticCache } });

    expect(calls()).toBe(1);
  });

  test("a hit in a cache that only reads", async () => {
    const writer = angled();
    await writer.ask("0 degrees");
    const exported = await writer.cache.export();
    const reader = angled({ mode: "read-only", audit: ALL, compare: SAME });
    await reader.cache.import(exported);

    await reader.ask("20 degrees");

    expect(reader.path()).toEqual(["hit:semantic"]);
    expect(reader.calls()).toBe(0);
  });
});

test("a share of the hits is audited: none more than asked for, and every one counted", async () => {
  const { ask, cache, calls } = angled({ audit: { rate: 0.5 }, compare: SAME });
  await ask("0 degrees");

  for (let times = 0; times < 40; times++) await ask("20 degrees");

  const { compared = 0 } = cache.audit().live ?? {};
  expect(compared).toBe(calls() - 1);
  expect(compared).toBeGreaterThan(3);
  expect(compared).toBeLessThan(37);
});

test.each([
  [{ rate: 2 }, /^audit must be .* got an object/],
  [{ leastHits: 0 }, /^audit must be/],
  [{ whenExceeded: "panic" }, /^audit must be .*"raise-threshold" \| "stop-serving"/],
  [{ budget: 0.1 }, /^audit has no field "budget"; it has rate, maxFalseHitRate/],
])("audit: %o is refused at creation", (audit, message) => {
  expect(() => semanticCache({ audit, compare: SAME } as never)).toThrow(message);
});
