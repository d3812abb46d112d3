import { beforeEach, describe, expect, test, vi } from "vitest";
import { memoryStore, semanticCacheMetadata, type VerifyCandidate } from "../../src/index.ts";
import { angled } from "./support/angled.ts";

const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-01T12:00:00Z") });
  return () => void vi.useRealTimers();
});

describe("a gray zone in which the caller waits for the verifier", () => {
  const zone = (says: boolean, asked: VerifyCandidate[] = []) => ({
    verifier: (candidate: VerifyCandidate) => asked.push(candidate) > 0 && says,
    grayZone: { from: 0.9 },
  });

  test.each([
    ["40 degrees", "miss:no-match", 0],
    ["30 degrees", "miss:below-threshold", 0],
    ["20 degrees", "hit:semantic", 1],
    ["10 degrees", "hit:semantic", 0],
  ])("%s: %s, the verifier is asked %i times", async (question, step, times) => {
    const asked: VerifyCandidate[] = [];
    const { ask, path } = angled({ threshold: 0.95, verify: zone(true, asked) });

    await ask("0 degrees");
    await ask(question);

    expect(path()[2]).toBe(step);
    expect(asked).toHaveLength(times);
  });

  test("what the verifier refuses is a miss", async () => {
    const { ask, path } = angled({ threshold: 0.95, verify: zone(false) });

    await ask("0 degrees");
    await ask("20 degrees");

    expect(path().slice(2)).toEqual(["miss:unverified", "write"]);
  });

  test("what is vetoed is not put to the verifier", async () => {
    const asked: VerifyCandidate[] = [];
    const verify = zone(true, asked);
    const { ask, path } = angled({ threshold: 0.95, guards: "standard", verify });

    await ask("0 degrees");
    await ask("20 degrees");

    expect(path()[2]).toBe("miss:vetoed");
    expect(asked).toEqual([]);
  });

  test("it may end below the threshold: between the two nobody is served", async () => {
    const verify = { verifier: () => true, grayZone: { from: 0.7, to: 0.8 } };
    const { ask, path } = angled({ threshold: 0.95, verify });

    await ask("0 degrees");
    await ask("20 degrees");
    await ask("60 degrees");

    expect(path()[2]).toBe("miss:below-threshold");
    expect(path()[4]).toBe("hit:semantic");
  });

  test("it may reach into what the policy would serve", async () => {
    const verify = { verifier: () => false, grayZone: { from: 0.8, to: 0.99 } };
    const { ask, path } = angled({ verify });

    await ask("0 degrees");
    await ask("10 degrees");

    expect(path()[2]).toBe("miss:unverified");
  });
});

describe("a gray zone in which nobody waits", () => {
  const agrees = ({ freshAnswer }: VerifyCandidate): boolean => freshAnswer === "answer 2";
  const behind = (verifier: (candidate: VerifyCandidate) => boolean = agrees) =>
    ({ verifier, grayZone: { from: 0.7 }, mode: "async" }) as const;

  test("is a miss first; then the stored answer answers the new question, too", async () => {
    const { ask, path } = angled({ threshold: 0.95, verify: behind() });

    const texts = [await ask("0 degrees"), await ask("20 degrees"), await ask("20 degrees")];

    expect(texts.map(({ text }) => text)).toEqual(["answer 1", "answer 2", "answer 1"]);
    const verified = ["miss:unverified", "compare:verify:same", "promote"];
    expect(path()).toEqual(["miss:no-match", "write", ...verified, "hit:exact"]);
  });

  test("holds for streams", async () => {
    const { stream, path } = angled({ threshold: 0.95, verify: behind() });

    await stream("0 degrees");
    await stream("20 degrees");
    const words = await stream("20 degrees");

    expect(words.join("")).toBe("answer 1");
    expect(path().slice(3)).toEqual(["compare:verify:same", "promote", "hit:exact"]);
  });

  test("the verifier sees both questions and both answers", async () => {
    const seen: VerifyCandidate[] = [];
    const verify = behind((candidate) => seen.push(candidate) > 0);
    const { ask } = angled({ threshold: 0.95, verify });

    await ask("0 degrees");
    await ask("20 degrees");

    expect(seen).toMatchObject([{ query: "20 degrees", candidateQuery: "0 degrees" }]);
    expect(seen).toMatchObject([{ answer: "answer 1", freshAnswer: "answer 2" }]);
  });

  test("a promoted answer is as old as the one it comes from, and ends with it", async () => {
    const { ask } = angled({ threshold: 0.95, ttl: "3h", verify: behind() });
    await ask("0 degrees");
    vi.setSystemTime(Date.now() + 2 * HOUR);
    await ask("20 degrees");

    const { providerMetadata } = await ask("20 degrees");
    vi.setSystemTime(Date.now() + HOUR);
    const { text } = await ask("20 degrees");

    expect(semanticCacheMetadata(providerMetadata)).toMatchObject({ ageMs: 2 * HOUR });
    expect(text).toBe("answer 3");
  });

  test("a promoted answer goes with the tags of the one it comes from", async () => {
    const { ask, cache } = angled({ threshold: 0.95, verify: behind() });
    const providerOptions = { semanticCache: { tags: ["prices"] } };
    await ask({ prompt: "0 degrees", providerOptions });
    await ask("20 degrees");

    const { entries } = await cache.invalidate({ tag: "prices" });

    expect(entries).toBe(2);
  });

  test("a no stores the model's own answer", async () => {
    const { ask, path } = angled({ threshold: 0.95, verify: behind(() => false) });

    await ask("0 degrees");
    await ask("20 degrees");
    const { text } = await ask("20 degrees");

    expect(text).toBe("answer 2");
    expect(path().slice(3)).toEqual(["compare:verify:different", "write", "hit:exact"]);
  });

  test("a verifier that throws stores the model's own answer, and is reported", async () => {
    const broken = (): boolean => {
      throw new Error("down");
    };
    const { ask, path } = angled({ threshold: 0.95, verify: behind(broken) });

    await ask("0 degrees");
    await ask("20 degrees");

    const outcome = ["error:compare:failed", "compare:verify:failed", "write"];
    expect(path().slice(2)).toEqual(["miss:unverified", ...outcome]);
  });

  test.each([
    ["was invalidated", (cache: Cache) => cache.invalidate({ query: /^0 / })],
    ["was said to be wrong", (cache: Cache, id: string) => cache.feedback(id, { correct: false })],
  ])("an answer that %s meanwhile is not promoted", async (_what, remove) => {
    const ids: string[] = [];
    const verifier = async (): Promise<boolean> => {
      await remove(cached.cache, ids[0] ?? "");
      return true;
    };
    const verify = { ...behind(), verifier };
    const cached = angled({ threshold: 0.95, verify });
    const { providerMetadata } = await cached.ask("0 degrees");
    ids.push(semanticCacheMetadata(providerMetadata)?.entryId ?? "");

    await cached.ask("20 degrees");

    expect(cached.path()).not.toContain("promote");
    expect(cached.path().at(-1)).toBe("write");
  });

  test("what is not to be kept of a call is not promoted into a shared store", async () => {
    const memory = memoryStore();
    const store = { ...memory, capabilities: { ...memory.capabilities, shared: true } };
    const { ask, path } = angled({ store, threshold: 0.95, verify: behind() });
    await ask("0 degrees");

    await ask({ prompt: "20 degrees", providerOptions: { openai: { store: false } } });

    expect(path().at(-1)).toBe("not-stored:retention");
  });
});

type Cache = ReturnType<typeof angled>["cache"];
