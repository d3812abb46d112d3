import { expect, test } from "vitest";
import type { Verify } from "../../src/index.ts";
import { angled, learningPolicy } from "./support/angled.ts";

/** What is no verdict. A verifier of an application is only typed by TypeScript. */
const notBoolean = (value: unknown): Verify => (() => value) as unknown as Verify;

test.each<[string, Verify]>([
  ["throws", () => Promise.reject(new Error("down"))],
  [
    "throws at once",
    () => {
      throw new Error("down");
    },
  ],
  ["says nothing", notBoolean(undefined)],
  ["says yes in words", notBoolean("yes")],
  ["says 1", notBoolean(1)],
])(
  "a comparator that %s teaches nothing: the answer is stored, and an error event says so",
  async (_how, compare) => {
    const { ask, path } = angled({ threshold: learningPolicy(), compare });

    await ask("0 degrees");
    await ask("20 degrees");
    await ask("21 degrees");

    const outcome = ["error:compare:failed", "compare:explore:failed", "write"];
    expect(path().slice(2)).toEqual(["miss:explored", ...outcome, "miss:explored", ...outcome]);
  },
);

test("a comparator that hangs is given up after timeouts.write, and told to stop", async () => {
  const signals: AbortSignal[] = [];
  const compare: Verify = (_candidate, { abortSignal }) => {
    signals.push(abortSignal);
    return new Promise<boolean>(() => {});
  };
  const timeouts = { write: "20ms" } as const;
  const { ask, path } = angled({ threshold: learningPolicy(), compare, timeouts });

  await ask("0 degrees");
  await ask("20 degrees");

  expect(path().slice(3)).toEqual(["error:compare:timeout", "compare:explore:failed", "write"]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test("the answer does not wait for the comparison", async () => {
  const gate = Promise.withResolvers<boolean>();
  const { ask, model, cache, path } = angled({
    threshold: learningPolicy(),
    compare: () => gate.promise,
  });
  await ask("0 degrees");

  const { generateText } = await import("ai");
  const { text } = await generateText({ model, prompt: "20 degrees" });
  const before = path().length;
  gate.resolve(true);
  await cache.flush();

  expect(text).toBe("answer 2");
  expect(path().slice(before)).toEqual(["compare:explore:same", "not-stored:represented"]);
});

test("a comparator that fails again and again is left alone; verified hits go on", async () => {
  const compare: Verify = () => Promise.reject(new Error("down"));
  const resilience = { failures: 2, pause: "1h" } as const;
  const policy = learningPolicy({ labels: 9 });
  const { ask, path } = angled({
    threshold: policy,
    compare,
    verify: { verifier: () => true, grayZone: { from: 0.9, to: 1 } },
    resilience,
  });
  await ask("0 degrees");
  for (const question of ["40 degrees", "80 degrees", "120 degrees"]) await ask(question);

  await ask("10 degrees");

  expect(path()).toContain("breaker:compare:open");
  expect(path().at(-1)).toBe("hit:semantic");
});

test("nothing is stored, compared or learned of a call that was aborted", async () => {
  const { ask, path, inner } = angled({ threshold: learningPolicy(), compare: () => true });
  await ask("0 degrees");
  const controller = new AbortController();
  inner.doGenerate = async ({ abortSignal }) => {
    controller.abort(new Error("gone"));
    abortSignal?.throwIfAborted();
    return new Promise(() => {});
  };

  await expect(ask({ prompt: "20 degrees", abortSignal: controller.signal })).rejects.toThrow();

  expect(path().slice(2)).toEqual(["miss:explored"]);
});

test("what comparisons cost is counted with what verifying costs", async () => {
  const compare: Verify = (_candidate, { reportUsage }) => {
    reportUsage?.("acme/judge", { inputTokens: 7, outputTokens: 1 });
    return true;
  };
  const { ask, cache } = angled({ threshold: learningPolicy(), compare });

  await ask("0 degrees");
  await ask("20 degrees");

  const { spent, comparisons } = cache.stats();
  expect(spent.verify).toEqual({ calls: 1, inputTokens: 7, outputTokens: 1 });
  expect(comparisons).toEqual({ explore: { same: 1, different: 0, failed: 0 } });
});

test("the platform is kept awake until a comparison is done", async () => {
  const kept: Promise<unknown>[] = [];
  const waitUntil = (promise: Promise<unknown>): void => void kept.push(promise);
  const { ask, model, path } = angled({
    threshold: learningPolicy(),
    compare: () => true,
    waitUntil,
  });
  await ask("0 degrees");
  const { generateText } = await import("ai");

  await generateText({ model, prompt: "20 degrees" });
  await Promise.all(kept);

  expect(path().at(-1)).toBe("not-stored:represented");
});
