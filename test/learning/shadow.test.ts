import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ShadowReport, VerifyCandidate } from "../../src/index.ts";
import { angled } from "./support/angled.ts";

const shadow = { mode: "shadow", threshold: 0.9 } as const;

describe("shadow mode serves nothing", () => {
  test.each(["0 degrees", "10 degrees", "0 Degrees!"])(
    "what would have been a hit is a miss: %s",
    async (question) => {
      const { ask, path } = angled(shadow);

      await ask("0 degrees");
      const { text } = await ask(question);

      expect(text).toBe("answer 2");
      expect(path()).toEqual(["miss:no-match", "write", "miss:shadow", "write"]);
    },
  );

  test("nor to streams", async () => {
    const { stream, path } = angled(shadow);

    await stream("0 degrees");
    const words = await stream("10 degrees");

    expect(words.join("")).toBe("answer 2");
    expect(path().slice(2)).toEqual(["miss:shadow", "write"]);
  });

  test("nor what others are asking at the same time", async () => {
    const { ask, calls } = angled(shadow);

    const crowd = await Promise.all(Array.from({ length: 10 }, () => ask("0 degrees")));

    expect(new Set(crowd.map(({ text }) => text)).size).toBe(10);
    expect(calls()).toBe(10);
  });

  test("nor to a call that must not ask the model", async () => {
    const { ask } = angled(shadow);
    await ask("0 degrees");

    const only = { semanticCache: { cache: "only-if-cached" } };
    const asked = ask({ prompt: "0 degrees", providerOptions: only });

    await expect(asked).rejects.toMatchObject({ code: "not-cached" });
  });

  describe("nor what is stale", () => {
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ["Date"] });
      return () => void vi.useRealTimers();
    });

    test("not even in place of an error of the model", async () => {
      const { ask, inner } = angled({
        ...shadow,
        ttl: "1m",
        staleIfError: "1h",
        staleWhileRevalidate: "1h",
      });
      await ask("0 degrees");
      vi.setSystemTime(Date.now() + 600_000);
      inner.doGenerate = () => Promise.reject(new Error("overloaded"));

      await expect(ask("0 degrees")).rejects.toThrow("overloaded");
    });
  });
});

describe("audit().shadow says what would have been", () => {
  /** 0.940 and right, then 0.866 and wrong, then the first again. */
  const STREAM = ["0 degrees", "20 degrees", "50 degrees", "0 degrees"];
  const compare = ({ query }: VerifyCandidate): boolean => query !== "50 degrees";

  async function reportOf(options: Parameters<typeof angled>[0] = {}): Promise<ShadowReport> {
    const { ask, cache } = angled({ ...shadow, compare, ...options });
    for (const question of STREAM) await ask(question);
    const { shadow: report } = cache.audit();
    if (!report) throw new Error("There is no report.");
    return report;
  }

  test("with the whole configuration", async () => {
    const { requests, exactHits, asConfigured } = await reportOf();

    expect({ requests, exactHits }).toEqual({ requests: 4, exactHits: 1 });
    expect(asConfigured).toMatchObject({ hits: 1, hitRate: 0.25, compared: 1, wrong: 0 });
  });

  test.each([
    [0.7, 2, 1],
    [0.86, 2, 1],
    [0.87, 1, 0],
    [0.93, 1, 0],
    [0.94, 0, 0],
    [0.99, 0, 0],
  ])(
    "with a threshold of %f: %i hits by meaning, %i of them wrong",
    async (threshold, hits, wrong) => {
      const { byGuards } = await reportOf();

      const point = byGuards.none.find((each) => each.threshold === threshold);

      expect(point).toMatchObject({ hits, hitRate: hits / 4, compared: hits, wrong });
      expect(point?.falseHitRate?.share).toBe(hits ? wrong / hits : undefined);
    },
  );

  test("a point for each threshold from 0.70 to 0.99", async () => {
    const { byGuards } = await reportOf();

    const thresholds = byGuards.standard.map(({ threshold }) => threshold);

    expect(thresholds).toEqual(Array.from({ length: 30 }, (_, step) => (70 + step) / 100));
  });

  test("with each set of guards: 0 and 20 are other numbers", async () => {
    const { byGuards } = await reportOf();

    const hits = Object.entries(byGuards).map(([name, [lowest]]) => [name, lowest?.hits]);

    expect(hits).toEqual([
      ["none", 2],
      ["standard", 0],
      ["strict", 0],
      ["configured", 2],
    ]);
  });

  test("with guards of one's own", async () => {
    const guards = [
      {
        name: "fifty",
        veto: ({ text }: { text: string }) => (text.includes("50") ? "fifty" : undefined),
      },
    ];
    const { byGuards } = await reportOf({ guards });

    expect(byGuards.configured[0]).toMatchObject({ hits: 1, compared: 1, wrong: 0 });
  });

  test("a guard that throws counts as a veto, and breaks no call", async () => {
    const veto = (): never => {
      throw new Error("broken");
    };
    const { ask, path, cache } = angled({ ...shadow, guards: [{ name: "broken", veto }] });

    await ask("0 degrees");
    await ask("10 degrees");

    expect(path().slice(2)).toEqual(["error:guard:failed", "miss:vetoed", "write"]);
    expect(cache.audit().shadow?.byGuards.configured[0]?.hits).toBe(0);
  });

  test("a stored answer is compared once, however many sets would have served it", async () => {
    const asked: string[] = [];
    await reportOf({ compare: ({ query }) => asked.push(query) > 0 });

    expect(asked).toEqual(["20 degrees", "50 degrees"]);
  });

  test("without compare hits are counted, and nobody knows which were wrong", async () => {
    const { byGuards } = await reportOf({ compare: undefined });

    expect(byGuards.none[0]).toMatchObject({ hits: 2, compared: 0, wrong: 0 });
    expect(byGuards.none[0]?.falseHitRate).toBeUndefined();
  });

  test("audit.rate says of how many", async () => {
    const { byGuards } = await reportOf({ audit: { rate: 0 } });

    expect(byGuards.none[0]).toMatchObject({ hits: 2, compared: 0 });
  });

  test("what nobody could tell is not counted as right or wrong", async () => {
    const { byGuards } = await reportOf({ compare: () => Promise.reject(new Error("down")) });

    expect(byGuards.none[0]).toMatchObject({ hits: 2, compared: 0, wrong: 0 });
  });

  test("an answer that was said to be wrong is in no set", async () => {
    const { ask, cache, events } = angled(shadow);
    await ask("0 degrees");
    const entryId =
      events.flatMap((event) => (event.type === "write" ? event.entryId : []))[0] ?? "";
    await cache.feedback(entryId, { correct: false });

    await ask("10 degrees");

    expect(cache.audit().shadow?.byGuards.none[0]?.hits).toBe(0);
  });

  test("calls past the cache and calls that ask for a new answer are not counted", async () => {
    const { ask, cache } = angled(shadow);
    await ask("0 degrees");

    for (const own of ["no-store", "reload"]) {
      await ask({ prompt: "0 degrees", providerOptions: { semanticCache: { cache: own } } });
    }

    expect(cache.audit().shadow?.requests).toBe(1);
  });
});
