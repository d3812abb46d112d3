import { afterEach, expect, test, vi } from "vitest";
import {
  memoryStore,
  type Observation,
  type PolicyCandidate,
  SemanticCacheError,
  semanticCache,
  semanticCacheMetadata,
  type VerifyCandidate,
} from "../../src/index.ts";
import { shortName } from "../support/short-name.ts";
import { angled, learningPolicy } from "./support/angled.ts";

const SAME = (): boolean => true;
const DIFFERENT = (): boolean => false;

afterEach(() => void vi.useRealTimers());

test("a policy that learns asks the model first; once the answers agreed, its neighbours are served", async () => {
  const { ask, path } = angled({ threshold: learningPolicy(), compare: SAME });

  await ask("0 degrees");
  await ask("20 degrees");
  const { text } = await ask("21 degrees");

  const explored = ["miss:explored", "compare:explore:same", "not-stored:represented"];
  expect(text).toBe("answer 1");
  expect(path()).toEqual(["miss:no-match", "write", ...explored, "hit:semantic"]);
});

test("the comparison holds for streams", async () => {
  const { stream, path } = angled({ threshold: learningPolicy(), compare: SAME });

  await stream("0 degrees");
  await stream("20 degrees");
  const words = await stream("21 degrees");

  expect(words.join("")).toBe("answer 1");
  expect(path().slice(3, 5)).toEqual(["compare:explore:same", "not-stored:represented"]);
});

test("a question whose neighbour was wrong is stored by itself", async () => {
  const { ask, path } = angled({ threshold: learningPolicy(), compare: DIFFERENT });

  await ask("0 degrees");
  await ask("20 degrees");
  await ask("20 degrees");

  const explored = ["miss:explored", "compare:explore:different", "write"];
  expect(path().slice(2)).toEqual([...explored, "hit:exact"]);
});

test("a policy may want every question stored", async () => {
  const policy = learningPolicy({ storesOnlyWrong: false });
  const { ask, path } = angled({ threshold: policy, compare: SAME });

  await ask("0 degrees");
  await ask("20 degrees");

  expect(path().slice(3)).toEqual(["compare:explore:same", "write"]);
});

test("what was learned is kept with the entry: another process decides by it", async () => {
  const store = memoryStore();
  const seen: (readonly Observation[])[] = [];
  const first = angled({ store, threshold: learningPolicy(), compare: SAME });
  await first.ask("0 degrees");
  await first.ask("20 degrees");

  const second = angled({ store, threshold: learningPolicy({}, seen), compare: SAME });
  await second.ask("30 degrees");

  expect(seen).toEqual([[{ similarity: 0.94, isCorrect: true }]]);
  expect(second.path()).toEqual(["hit:semantic"]);
});

test("no more is kept of an entry than the policy wants, the oldest goes first", async () => {
  const seen: (readonly Observation[])[] = [];
  const policy = learningPolicy({ labels: 9, maxObservations: 2 }, seen);
  const { ask } = angled({ threshold: policy, compare: SAME });

  await ask("0 degrees");
  for (const question of ["10 degrees", "20 degrees", "30 degrees", "40 degrees"]) {
    await ask(question);
  }

  expect(seen.at(-1)?.map(({ similarity }) => similarity)).toEqual([0.94, 0.866]);
});

test("an observation counts for the entry it was made of, and for no other", async () => {
  const { ask, path } = angled({ threshold: learningPolicy(), compare: SAME });
  await ask("0 degrees");
  await ask("20 degrees");
  await ask("70 degrees");

  await ask("90 degrees");

  expect(path().slice(-3)[0]).toBe("miss:explored");
});

test("an entry that is removed while it is compared is no error, and nothing is lost", async () => {
  const compare = async (): Promise<boolean> => {
    await cached.cache.invalidate({ query: /^0 / });
    return true;
  };
  const cached = angled({ threshold: learningPolicy(), compare });

  await cached.ask("0 degrees");
  await cached.ask("20 degrees");

  expect(cached.path().slice(3)).toEqual(["compare:explore:same", "write"]);
});

test("an invalidated entry does not come back because something was learned of it", async () => {
  const compare = async (): Promise<boolean> => {
    await cached.cache.clear();
    return true;
  };
  const cached = angled({ threshold: learningPolicy(), compare });
  await cached.ask("0 degrees");

  await cached.ask("20 degrees");

  expect(await cached.cache.size()).toMatchObject({ entries: 0 });
});

test("an answer whose time is over teaches nothing, and hides no other", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const policy = learningPolicy();
  const ofEntry = ({ candidateQuery }: PolicyCandidate) =>
    candidateQuery === "10 degrees" ? true : { serves: false, explores: true };
  const threshold = { ...policy, decide: ofEntry };
  const { ask, path } = angled({ threshold, compare: DIFFERENT, ttl: "1m", staleIfError: "1h" });
  await ask("0 degrees");
  vi.setSystemTime(Date.now() + 120_000);
  await ask("10 degrees");

  await ask("1 degrees");

  expect(path()).toEqual(["miss:no-match", "write", "miss:explored", "write", "hit:semantic"]);
});

const isOnEdge = "EdgeRuntime" in globalThis; // where each request makes its own call

test.skipIf(isOnEdge)(
  "a hundred who ask an explored question at once are answered from one call, compared once",
  async () => {
    const { ask, path, calls } = angled({ threshold: learningPolicy(), compare: SAME });
    await ask("0 degrees");

    const crowd = await Promise.all(Array.from({ length: 100 }, () => ask("20 degrees")));

    expect(new Set(crowd.map(({ text }) => text))).toEqual(new Set(["answer 2"]));
    expect(calls()).toBe(2);
    expect(path().filter((step) => step.startsWith("compare"))).toHaveLength(1);
  },
);

test("a policy that throws when it is told what was learned costs nothing but an error event", async () => {
  const policy = learningPolicy();
  const observe = (): never => {
    throw new Error("broken");
  };
  const threshold = {
    ...policy,
    learning: { storesOnlyWrong: false, maxObservations: 9, observe },
  };
  const { ask, path } = angled({ threshold, compare: SAME });

  await ask("0 degrees");
  await ask("20 degrees");

  expect(path().slice(3)).toEqual(["compare:explore:same", "error:learn:failed", "write"]);
});

test("nothing is compared and nothing written in a cache that only reads", async () => {
  const store = memoryStore();
  await angled({ store }).ask("0 degrees");
  const asked: VerifyCandidate[] = [];
  const compare = (candidate: VerifyCandidate): boolean => asked.push(candidate) > 0;

  const { ask, path } = angled({ store, mode: "read-only", threshold: learningPolicy(), compare });
  await ask("20 degrees");

  expect(asked).toEqual([]);
  expect(path()).toEqual(["miss:explored", "not-stored:read-only"]);
});

test("a call that goes past the cache or must not ask the model is not explored", async () => {
  const { ask, path } = angled({ threshold: learningPolicy(), compare: SAME });
  await ask("0 degrees");
  const say = (cache: string) =>
    ask({ prompt: "20 degrees", providerOptions: { semanticCache: { cache } } });

  await say("no-store");
  await expect(say("only-if-cached")).rejects.toMatchObject({ code: "not-cached" });
  await say("reload");

  expect(path().slice(2)).toEqual(["bypass:no-store", "miss:explored", "miss:reload", "write"]);
});

test("an answer that is cut short teaches nothing", async () => {
  const { ask, path, inner } = angled({ threshold: learningPolicy(), compare: SAME });
  await ask("0 degrees");
  const { doGenerate } = inner;
  inner.doGenerate = async (options) => ({
    ...(await doGenerate(options)),
    finishReason: { unified: "length", raw: "length" },
  });

  await ask("20 degrees");

  expect(path().slice(2)).toEqual(["miss:explored", "not-stored:finish-reason"]);
});

test.each([
  ["a learning threshold", { threshold: learningPolicy() }],
  ["audit", { audit: {} }],
])(
  "%s without compare is refused at creation, and the message says what to do",
  (name, options) => {
    const create = () => semanticCache(options);

    expect(create).toThrow(SemanticCacheError);
    expect(create).toThrow(new RegExp(`^${name} needs compare.*llmJudge\\(model\\)`));
  },
);

test("events name the entry that was compared, and carry no text", async () => {
  const compare = (): never => {
    throw new Error("down");
  };
  const { ask, events } = angled({ threshold: learningPolicy(), compare });

  const { providerMetadata } = await ask("0 degrees of secrecy");
  await ask("20 degrees of secrecy");

  const { entryId } = semanticCacheMetadata(providerMetadata) ?? {};
  const compared = events.find(({ type }) => type === "compare");
  expect(compared).toMatchObject({ entryId, similarity: expect.closeTo(0.94, 3) });
  expect(JSON.stringify(events)).not.toMatch(/secrecy|answer/);
  expect(events.map(shortName)).toContain("error:compare:failed");
});
