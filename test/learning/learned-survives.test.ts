import { beforeEach, describe, expect, test, vi } from "vitest";
import { memoryStore, type Observation, semanticCacheMetadata } from "../../src/index.ts";
import type { CachedModel } from "../support/cached-model.ts";
import { angled, byAngle, learningPolicy } from "./support/angled.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  return () => void vi.useRealTimers();
});

const SAME = (): boolean => true;
const SEEN = [{ similarity: 0.94, isCorrect: true }];

async function idOf({ ask }: CachedModel, question: string): Promise<string> {
  const { providerMetadata } = await ask(question);
  return semanticCacheMetadata(providerMetadata)?.entryId ?? "";
}

test("a renewal of the same answer keeps what was learned of it", async () => {
  const seen: (readonly Observation[])[] = [];
  const times = { ttl: "10m", staleWhileRevalidate: "1h" } as const;
  const { ask, path } = angled({
    ...times,
    threshold: learningPolicy({ labels: 2 }, seen),
    compare: SAME,
  });
  await ask("0 degrees");
  await ask("20 degrees");
  vi.setSystemTime(Date.now() + 20 * 60_000);
  await ask("0 degrees");

  await ask("30 degrees");

  expect(path()).toContain("renew");
  expect(seen.at(-1)).toEqual(SEEN);
});

test("an answer that is replaced after its end keeps what was learned of its question", async () => {
  const seen: (readonly Observation[])[] = [];
  const times = { ttl: "10m", staleIfError: "1h" } as const;
  const threshold = learningPolicy({ labels: 2 }, seen);
  const { ask } = angled({ ...times, threshold, compare: SAME });
  await ask("0 degrees");
  await ask("20 degrees");
  vi.setSystemTime(Date.now() + 20 * 60_000);
  await ask("0 degrees");

  await ask("30 degrees");

  expect(seen.at(-1)).toEqual(SEEN);
});

test("in shadow mode, too, where every exact hit is replaced", async () => {
  const seen: (readonly Observation[])[] = [];
  const threshold = learningPolicy({ labels: 2 }, seen);
  const { ask } = angled({ mode: "shadow", threshold, compare: SAME });
  for (const question of ["0 degrees", "20 degrees", "0 degrees"]) await ask(question);

  await ask("30 degrees");

  expect(seen.at(-1)).toEqual(SEEN);
});

test("an export takes along what was learned, and an import brings it back", async () => {
  const seen: (readonly Observation[])[] = [];
  const first = angled({ threshold: learningPolicy(), compare: SAME });
  await first.ask("0 degrees");
  await first.ask("20 degrees");
  const wrong = await idOf(first, "90 degrees");
  await first.cache.feedback(wrong, { correct: false });

  const second = angled({ threshold: learningPolicy({}, seen), compare: SAME });
  await second.cache.import(await first.cache.export());
  await second.ask("30 degrees");
  await second.ask("90 degrees");

  expect(seen[0]).toEqual(SEEN);
  expect(second.path()).toEqual(["hit:semantic", "miss:quarantined", "write"]);
});

describe("another embedding model", () => {
  /** A cache whose first answer has an observation and whose second is quarantined, moved to another model. */
  async function moved(options: Parameters<typeof angled>[0]): Promise<CachedModel> {
    const cached = angled({ compare: SAME, ...options });
    await cached.ask("0 degrees");
    await cached.ask("20 degrees");
    await cached.cache.feedback(await idOf(cached, "90 degrees"), { correct: false });
    await cached.cache.reembed(byAngle("another"), { threshold: options?.threshold });
    return cached;
  }

  test("says nothing about the similarities of the one before: they are forgotten", async () => {
    const seen: (readonly Observation[])[] = [];
    const { ask } = await moved({ threshold: learningPolicy({}, seen) });

    await ask("30 degrees");

    expect(seen.at(-1)).toEqual([]);
  });

  test("does not make a wrong answer right", async () => {
    const { ask, path } = await moved({ threshold: learningPolicy() });

    await ask("90 degrees");

    expect(path().at(-2)).toBe("miss:quarantined");
  });

  test("an entry that was wrong for others serves its own question only", async () => {
    const { ask, path, cache } = angled({ audit: { rate: 1 }, compare: () => false });
    await ask("0 degrees");
    await ask("20 degrees");
    await cache.reembed(byAngle("another"), { threshold: 0.8 });

    await ask("350 degrees");
    await ask("0 degrees");

    expect(path().slice(-3)).toEqual(["miss:quarantined", "write", "hit:exact"]);
  });
});

test("what was found out about an answer is not said of the one that took its place meanwhile", async () => {
  const store = memoryStore();
  const seen: (readonly Observation[])[] = [];
  const reload = { semanticCache: { cache: "reload" } };
  const compare = async (): Promise<boolean> => {
    vi.setSystemTime(Date.now() + 1_000);
    await angled({ store }).ask({ prompt: "0 degrees", providerOptions: reload });
    return true;
  };
  const { ask } = angled({ store, threshold: learningPolicy({ labels: 2 }, seen), compare });
  await ask("0 degrees");
  await ask("20 degrees");

  await ask("340 degrees");

  expect(seen).toEqual([[], []]);
});

test.each([
  ["invalidated", (cache: CachedModel["cache"]) => cache.invalidate({ query: /^0 / })],
  ["cleared", (cache: CachedModel["cache"]) => cache.clear()],
])(
  "an entry that is %s while feedback is written to a slow store does not come back",
  async (_how, remove) => {
    const memory = memoryStore();
    const gate = Promise.withResolvers<void>();
    const slow = {
      ...memory,
      get: async (...query: Parameters<typeof memory.get>) => {
        const entry = await memory.get(...query);
        if (entry) await gate.promise;
        return entry;
      },
    };
    const cached = angled({ store: slow });
    const said = cached.cache.feedback(await idOf(cached, "0 degrees"), { correct: false });

    await remove(cached.cache);
    gate.resolve();
    await said;

    expect(await memory.size()).toMatchObject({ entries: 0 });
  },
);

test("two namespaces learn apart", async () => {
  const store = memoryStore();
  const [ours, theirs] = ["ours", "theirs"].map((namespace) =>
    angled({ store, namespace, threshold: learningPolicy(), compare: SAME }),
  ) as [CachedModel, CachedModel];
  await ours.ask("0 degrees");
  await theirs.ask("0 degrees");
  await ours.ask("20 degrees");

  await theirs.ask("20 degrees");

  expect(theirs.path()[2]).toBe("miss:explored");
});

test("an answer made from other versions of a document is not what a question is compared with", async () => {
  const { ask, path } = angled({ threshold: learningPolicy(), compare: SAME });
  const from = (version: string) => ({ semanticCache: { dependsOn: [{ id: "prices", version }] } });
  await ask({ prompt: "0 degrees", providerOptions: from("1") });

  await ask({ prompt: "20 degrees", providerOptions: from("2") });

  expect(path().slice(2)).toEqual(["miss:no-match", "write"]);
});
