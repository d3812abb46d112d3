import { afterEach, describe, expect, test, vi } from "vitest";
import { memoryStore, type StoredEntry } from "../../src/index.ts";
import type { EntryAnswer, EntryPage, NeighbourList } from "../../src/inspector/contract.ts";
import { type Inspected, inspected } from "./support/inspected.ts";

const QUESTION = "How do I reset my password?";

afterEach(() => vi.useRealTimers());

async function askAll(ask: Inspected["ask"], questions: readonly string[]): Promise<void> {
  for (const question of questions) await ask(question);
}

function questionsOf({ entries }: EntryPage): (string | undefined)[] {
  return entries.map(({ query }) => query);
}

/** A store that lists its entries in another order each time. */
function shufflingStore(): ReturnType<typeof memoryStore> {
  const memory = memoryStore();
  let turn = 0;
  return {
    ...memory,
    async *entries(filter) {
      const all = await Array.fromAsync(memory.entries(filter));
      turn += 1;
      yield* turn % 2 === 0 ? all : all.toReversed();
    },
  };
}

describe("what a cache holds, page by page", () => {
  test("the newest first, with question, answer, times and sizes", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { ask, get } = inspected();
    await ask(QUESTION);
    vi.advanceTimersByTime(1_000);
    await ask("Where is my invoice?");

    const page = await get<EntryPage>("entries");

    expect(questionsOf(page)).toEqual(["Where is my invoice?", QUESTION]);
    expect(page).toMatchObject({ looked: 2, complete: true });
    expect(page).not.toHaveProperty("next");
    expect(page.entries[1]).toMatchObject({ answer: "answer 1", dimensions: 256, pinned: false });
  });

  test("a page goes on where the one before ended, in whatever order a store lists, while it changes", async () => {
    vi.useFakeTimers({ toFake: ["Date"] }); // all of the same moment
    const { ask, cache, get } = inspected({ cache: { store: shufflingStore() } });
    const questions = Array.from({ length: 7 }, (_, number) => `Question ${number}?`);
    await askAll(ask, questions);

    const first = await get<EntryPage>("entries?limit=3");
    vi.advanceTimersByTime(1_000);
    await ask("Something new?");
    await cache.invalidate({ entryId: first.entries.at(-1)?.entryId });
    const second = await get<EntryPage>(`entries?limit=3&after=${first.next}`);
    const third = await get<EntryPage>(`entries?limit=3&after=${second.next}`);

    const seen = [first, second, third].flatMap(questionsOf);
    expect(seen.toSorted()).toEqual(questions);
    expect(third).not.toHaveProperty("next");
  });

  test("a page looks at 10,000 entries at most, and says so", async () => {
    const memory = memoryStore();
    const { ask, get } = inspected({ cache: { store: copying(memory, 10_001) } });
    await ask(QUESTION);

    const page = await get<EntryPage>("entries?search=nothing like it");

    expect(page).toEqual({ entries: [], looked: 10_000, complete: false });
  });

  test("of a store that is slow, a page shows what was read in five seconds", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const memory = memoryStore();
    const slowly = () => vi.advanceTimersByTime(1_000);
    const store = { ...memory, entries: copying(memory, 60, slowly).entries };
    const { ask, get } = inspected({ cache: { store } });
    await ask(QUESTION);

    const page = await get<EntryPage>("entries");

    expect(page).toMatchObject({ looked: 5, complete: false });
    expect(page.entries).toHaveLength(5);
  });

  test("found by a text of question or answer, whatever its case", async () => {
    const { ask, get } = inspected({ cache: { answer: (call) => `Answer ${call}` } });
    await askAll(ask, [QUESTION, "Where is my invoice?"]);

    expect(questionsOf(await get("entries?search=INVOICE"))).toEqual(["Where is my invoice?"]);
    expect(questionsOf(await get("entries?search=answer%201"))).toEqual([QUESTION]);
    expect(questionsOf(await get("entries?search=refund"))).toEqual([]);
  });

  test.each(["namespace=acme", "tag=billing", "model=mock-provider%2Fmock-model-id&tag=billing"])(
    "found by %s",
    async (filter) => {
      const { ask, get } = inspected();
      const own = { semanticCache: { namespace: "acme", tags: ["billing"] } };
      await ask(QUESTION);
      await ask({ prompt: "Where is my invoice?", providerOptions: own });

      expect(questionsOf(await get(`entries?${filter}`))).toEqual(["Where is my invoice?"]);
    },
  );

  test("long texts are cut in lists, and whole in an entry's own place", async () => {
    const answer = "A long story. ".repeat(100);
    const { ask, get } = inspected({ cache: { answer: () => answer } });
    await ask(QUESTION);

    const [listed] = (await get<EntryPage>("entries")).entries;
    const { entry } = await get<EntryAnswer>(`entry?entryId=${listed?.entryId}`);

    expect(listed).toMatchObject({ cut: true, answer: answer.slice(0, 500) });
    expect(entry).toMatchObject({ query: QUESTION, answer });
  });

  test.each([
    ["entries?limit=0", 400],
    ["entries?limit=101", 400],
    ["entries?limit=many", 400],
    ["entries?after=1-zzz", 400],
    [`entries?search=${"x".repeat(2_001)}`, 413],
    ["entry", 400],
    ["entry?entryId=../../etc/passwd", 400],
    [`entry?entryId=${"a".repeat(64)}.${"b".repeat(64)}`, 404],
  ])("%s is refused, with a sentence that says why", async (path, status) => {
    const response = await inspected().fetch(`/cache/api/${path}`);

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: expect.stringMatching(/^.{10,}\.$/) });
  });

  test("a store that fails is an answer, without what it said", async () => {
    const failing = (): never => {
      throw Object.assign(new Error(`no such row: ${QUESTION}`), { code: "42P01" });
    };
    const { fetch } = inspected({ cache: { store: { ...memoryStore(), entries: failing } } });

    const response = await fetch("/cache/api/entries");

    expect([response.status, await response.json()]).toEqual([
      500,
      {
        error: "The cache, its store or its embedding model failed: Error, 42P01.",
        problem: "failed",
        cause: { name: "Error", code: "42P01" },
      },
    ]);
  });
});

describe("what is near", () => {
  test("to a question that nobody asked yet", async () => {
    const { ask, get } = inspected();
    await askAll(ask, [QUESTION, "Where is my invoice?"]);

    const text = encodeURIComponent("How do I not reset my password?");
    const { neighbours } = await get<NeighbourList>(`neighbours?text=${text}`);

    expect(neighbours.map(({ query }) => query)).toEqual([QUESTION, "Where is my invoice?"]);
    expect(neighbours[0]).toMatchObject({
      verdict: { accepted: false, reason: "vetoed" },
      guards: expect.arrayContaining([expect.objectContaining({ verdict: "vetoes" })]),
      entry: { answer: "answer 1" },
    });
  });

  test("to an entry, without itself", async () => {
    const { ask, get } = inspected();
    const { providerMetadata } = await ask(QUESTION);
    await ask("Where is my invoice?");

    const { entryId } = providerMetadata?.semanticCache ?? {};
    const { neighbours } = await get<NeighbourList>(`neighbours?entryId=${entryId}&limit=5`);

    expect(neighbours.map(({ query }) => query)).toEqual(["Where is my invoice?"]);
  });

  test.each(["neighbours", "neighbours?limit=51&text=x", "neighbours?entryId=x"])(
    "%s is refused",
    async (path) => {
      expect(await inspected().get(path)).toMatchObject({ problem: "invalid-input" });
    },
  );
});

/** A store that lists every entry many times, under other keys. */
function copying(
  memory: ReturnType<typeof memoryStore>,
  times: number,
  onEach: () => void = () => {},
): ReturnType<typeof memoryStore> {
  return {
    ...memory,
    async *entries(filter) {
      for await (const entry of memory.entries(filter)) {
        for (let copy = 0; copy < times; copy++) {
          onEach();
          yield { ...entry, key: copy.toString(16).padStart(64, "0") } satisfies StoredEntry;
        }
      }
    },
  };
}
