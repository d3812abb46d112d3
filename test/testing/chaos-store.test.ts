import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import {
  chaosStore,
  type StoreChaosPlan,
  type StoreFault,
  storeConformance,
} from "../../src/testing/index.ts";
import { hex, sampleEntry } from "../../src/testing/store-case.ts";
import { cachedModel } from "../support/cached-model.ts";

const QUESTION = "How do I reset my password?";
const get = { scope: hex("scope"), keys: [hex("key")] };

async function filled(plan: StoreChaosPlan): Promise<ReturnType<typeof chaosStore>> {
  const store = chaosStore(memoryStore());
  await store.set(sampleEntry());
  store.chaos.use(plan);
  return store;
}

describe("a store that fails as planned", () => {
  test("does what the list says, call by call, and works after its end", async () => {
    const store = chaosStore(memoryStore(), { methods: { search: ["throw", "ok", "lose"] } });
    const { ask, path } = cachedModel({ store });

    for (const word of ["do", "can", "may", "should"]) await ask(QUESTION.replace("do", word));

    const failed = ["error:lookup:failed", "miss:store-failed", "write"];
    expect(path()).toEqual([...failed, "hit:semantic", "miss:no-match", "write", "hit:semantic"]);
  });

  test("asks a function of the call's number and method", async () => {
    const asked: unknown[] = [];
    const store = chaosStore(memoryStore(), {
      all: (call, method) => void asked.push([call, method]),
    });

    await store.size();
    await store.get(get);

    expect(asked).toEqual([
      [1, "size"],
      [2, "get"],
    ]);
  });

  test("meets the same chances again with the same seed", async () => {
    const outcomes = async (seed: number): Promise<string> => {
      const store = chaosStore(memoryStore(), { all: { throw: 0.3 }, seed });
      const calls = Array.from({ length: 40 }, async () => store.size());
      return (await Promise.allSettled(calls)).map(({ status }) => status).join(" ");
    };

    expect(await outcomes(1)).toBe(await outcomes(1));
    expect(await outcomes(1)).not.toBe(await outcomes(2));
  });

  test("counts what it did, by method and altogether", async () => {
    const store = await filled({ methods: { get: ["throw", "lose"] } });

    await Promise.allSettled([1, 2, 3].map(async () => store.get(get)));
    await store.size();

    expect(store.chaos.counts("get")).toMatchObject({ throw: 1, lose: 1, ok: 1, hang: 0 });
    expect(store.chaos.counts()).toMatchObject({ throw: 1, lose: 1, ok: 3 });
  });

  test("can be told to stop while it runs", async () => {
    const store = await filled({ all: { throw: 1 } });
    await expect(async () => store.get(get)).rejects.toThrow("chaosStore: get fails on purpose.");

    store.chaos.use({});

    expect(await store.get(get)).toBeDefined();
  });

  test("throws the error it was given", async () => {
    const error = new Error("READONLY");
    const store = chaosStore(memoryStore(), { all: { throw: 1 }, error: () => error });

    await expect(async () => store.size()).rejects.toBe(error);
  });

  test("waits, and then does its work", async () => {
    const store = await filled({ all: { delay: 1 }, delayMs: [1, 5] });

    expect(await store.get(get)).toMatchObject({ key: hex("key") });
  });

  test("keeps what else the store has: its name, its options, its own methods", () => {
    const inner = Object.assign(memoryStore(), { migrate: () => "done" });

    const store = chaosStore(inner, { all: { throw: 1 } });

    expect([store.name, store.capabilities, store.migrate()]).toEqual([
      "memory",
      inner.capabilities,
      "done",
    ]);
    expect("lease" in store).toBe("lease" in inner);
  });
});

describe("without a plan it is the store that it stands before", () => {
  for (const { name, run } of storeConformance(() => chaosStore(memoryStore()))) test(name, run);
});

describe("damage to entries", () => {
  const damaged: readonly [StoreFault, object][] = [
    ["cut-payload", { payload: '{"form' }],
    ["wrong-scope", { scope: expect.not.stringMatching(hex("scope")) }],
    ["nan-vector", { vector: Float32Array.of(NaN, NaN, NaN, NaN) }],
    ["wrong-dimensions", { vector: Float32Array.of(0, 0, 0) }],
  ];

  test.each(damaged)("%s", async (fault, expected) => {
    const store = await filled({ all: { [fault]: 1 } });
    const [listed] = await Array.fromAsync(store.entries());

    for (const read of [await store.get(get), listed]) expect(read).toMatchObject(expected);
  });

  test("flip-bit changes one bit of the payload and nothing else", async () => {
    const store = await filled({ all: { "flip-bit": 1 } });

    const payload = (await store.get(get))?.payload ?? "";

    const changed = [...payload].filter((letter, at) => letter !== '{"format":1}'[at]);
    expect([payload.length, changed.length]).toEqual([12, 1]);
  });

  test("lose: what is written does not arrive, and what is there is not found", async () => {
    const store = chaosStore(memoryStore(), { methods: { set: ["lose"], search: ["lose"] } });
    const query = { scope: get.scope, space: hex("space"), limit: 1, threshold: 0 };

    await store.set(sampleEntry({ key: hex("lost") }));
    await store.set(sampleEntry());

    const found = async () => store.search({ ...query, vector: Float32Array.of(1, 0, 0, 0) });
    expect([await found(), (await found()).length, await store.size()]).toMatchObject([
      [],
      1,
      { entries: 1 },
    ]);
  });

  test.each(damaged.map(([fault]) => fault).concat("flip-bit"))(
    "%s on the way is a miss behind a cache, never a wrong answer",
    async (fault) => {
      const store = chaosStore(memoryStore());
      const { ask, calls } = cachedModel({ store });
      await ask(QUESTION);
      store.chaos.use({ methods: { get: { [fault]: 1 }, search: { lose: 1 } } });

      const { text } = await ask(QUESTION);

      const isVectorFault = fault === "nan-vector" || fault === "wrong-dimensions";
      expect([text, calls()]).toEqual(isVectorFault ? ["answer 1", 1] : ["answer 2", 2]);
    },
  );
});

describe("a plan that cannot be is refused at once", () => {
  const plans: readonly [unknown, string][] = [
    [{ all: ["trow"] }, "chaosStore: all must be faults among throw, delay"],
    [{ all: { throw: 0.6, hang: 0.6 } }, "chances from 0 to 1 that are 1 at most together"],
    [{ all: { throw: -1 } }, "chances from 0 to 1"],
    [{ methods: { gett: ["throw"] } }, "methods must be by names of get, search"],
    [{ methods: { size: ["flip-bit"] } }, "methods.size must be faults among throw, delay, hang"],
    [{ seed: 0.5 }, "seed must be a whole number; got 0.5"],
    [{ delayMs: -1 }, "delayMs must be milliseconds"],
    [{ error: "broken" }, "error must be a function"],
  ];

  test.each(plans)("%j", (plan, message) => {
    expect(() => chaosStore(memoryStore(), plan as StoreChaosPlan)).toThrow(message);
  });
});
