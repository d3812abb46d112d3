import { describe, expect, test } from "vitest";
import type { CacheEvent, CacheStore, MaybePromise } from "../../src/index.ts";
import { storeConformance } from "../../src/testing/index.ts";
import { answerOnce, type Operation } from "./answer-once.ts";
import { cachedModel } from "./cached-model.ts";
import { storeModel } from "./store-model.ts";

/** Options of {@link storeSuite}. */
export interface StoreSuiteOptions {
  /** How long an eventually consistent store may take to show a write, in milliseconds. @default 5000 */
  readonly settleMs?: number;
  /** Another store over the data of one that was made, as a second process has it. */
  readonly createPeer?: (store: CacheStore) => MaybePromise<CacheStore>;
  /** Fails when the client that was passed to the store cannot be used any more. */
  readonly useClient?: () => Promise<unknown>;
}

type CreateStore = () => MaybePromise<CacheStore>;

const AWKWARD_NAMESPACES = [
  ...["a*", "ab", "a?", "[ab]*", "a\\*", "{a}", "a:b", "a\u0000b", "a'b", 'a"b', "a;--", "a|b"],
  ...["@a:{b}", "a b", "naïve", "nai\u0308ve", "租户", "👩‍👩‍👧", "\u202eabc", "__proto__"],
];

const DAMAGE: [how: string, damage: (payload: string) => string][] = [
  ["cut short", (payload) => payload.slice(0, -20)],
  ["changed by one bit", (payload) => payload.replace("Tap", "Uap")],
  ["given a prototype", (payload) => payload.replace('"answer":{', '"answer":{"__proto__":{},')],
  ["no JSON", () => "answer/1 00000000 {"],
  ["empty", () => ""],
];

/**
 * Everything a store must keep: the contract, and what the cache promises on top of it, for
 * `generateText` and `streamText`. `createStore` gives an empty store each time.
 */
export function storeSuite(createStore: CreateStore, options: StoreSuiteOptions = {}): void {
  const { settleMs = 5_000, createPeer } = options;

  describe("keeps the contract", () => {
    const cases = storeConformance(createStore, { settleMs, createPeer });
    for (const { name, run } of cases) test(name, run);
  });

  storeModel(createStore);

  describe.each(["generate", "stream"] as const)("behind a cache, %s", (operation) =>
    cacheSuite(createStore, operation, settleMs),
  );

  test("clearing one store leaves its neighbour in the same engine alone", async () => {
    const [mine, theirs] = [await createStore(), await createStore()];
    for (const store of [mine, theirs]) await answerOnce(store, { namespace: "a" });

    await mine.delete({});

    await holds(mine, 0, settleMs);
    await holds(theirs, 1, settleMs);
    await Promise.all([mine.close?.(), theirs.close?.()]);
  });

  const { useClient } = options;
  if (!useClient) return;
  test("closing the store leaves the client open", async () => {
    const store = await createStore();
    await store.size();

    await store.close?.();

    await expect(useClient()).resolves.not.toBeInstanceOf(Error);
  });
}

function cacheSuite(createStore: CreateStore, operation: Operation, settleMs: number): void {
  const answer = (store: CacheStore, namespace: string): ReturnType<typeof answerOnce> =>
    answerOnce(store, { namespace, operation });

  test("an answer with parts of every kind comes back as it was", async () => {
    const store = await createStore();

    const first = await answer(store, "a");
    const second = await answer(store, "a");

    expect(second.path).toEqual(["hit:exact"]);
    expect(second.content).toEqual(first.content);
    await store.close?.();
  });

  test("a paraphrase is served by meaning", async (context) => {
    const store = await createStore();
    if (store.capabilities.search === "none") context.skip("this store does not search");
    const { ask, stream, path } = cachedModel({ store, threshold: 0.6 });
    const call = operation === "generate" ? ask : stream;

    await call("How do I reset my password?");
    await call("How can I reset my password?");

    expect(path()).toEqual(["miss:no-match", "write", "hit:semantic"]);
    await store.close?.();
  });

  test("what was learned of an entry survives in the store", async () => {
    const store = await createStore();
    const { ask, events, cache } = cachedModel({ store, threshold: 0.6 });
    await ask("How do I reset my password?");
    const complain = () => cache.feedback(writtenId(events), { correct: false });
    await expect.poll(complain, { timeout: settleMs }).toMatchObject({ found: true });

    const reader = cachedModel({ store, threshold: 0.6, mode: "read-only" });
    const canSearch = store.capabilities.search !== "none";
    const asked = canSearch ? "How can I reset my password?" : "How do I reset my password?";
    const reason = async () => {
      await reader[operation === "generate" ? "ask" : "stream"](asked);
      return reader.path().at(-2);
    };
    await expect.poll(reason, { timeout: settleMs }).toBe("miss:quarantined");
    await store.close?.();
  });

  test("no namespace sees or clears another, whatever its name", async () => {
    const store = await createStore();
    for (const namespace of AWKWARD_NAMESPACES) {
      const { path } = await answer(store, namespace);
      expect(path, JSON.stringify(namespace)).toEqual(["miss:exact-only", "write"]);
    }

    await (await answer(store, "a*")).cache.clear({ namespace: "a*" });

    await holds(store, AWKWARD_NAMESPACES.length - 1, settleMs);
    expect((await answer(store, "ab")).path).toEqual(["hit:exact"]);
    await store.close?.();
  });

  test.each(DAMAGE)("a payload that was %s is a miss, and is removed", async (_how, damage) => {
    const store = await createStore();
    await answer(store, "a");
    await rewritePayloads(store, damage);

    const { path } = await answerOnce(store, { namespace: "a", operation, stores: false });

    expect(path).toEqual(["error:lookup:corrupt", "miss:exact-only", "not-stored:should-store"]);
    await holds(store, 0, settleMs);
    await store.close?.();
  });

  test("an answer in the form of a later version is a miss, and is left alone", async () => {
    const store = await createStore();
    await answer(store, "a");
    await rewritePayloads(store, (payload) => payload.replace("answer/1", "answer/2"));

    const { path } = await answerOnce(store, { namespace: "a", operation, stores: false });

    expect(path[0]).toBe("error:lookup:unknown-format");
    await holds(store, 1, settleMs);
    await store.close?.();
  });
}

function writtenId(events: readonly CacheEvent[]): string {
  return events.find((event) => event.type === "write")?.entryId ?? "";
}

async function holds(store: CacheStore, entries: number, settleMs: number): Promise<void> {
  const size = async (): Promise<number> => (await store.size()).entries;
  await expect.poll(size, { timeout: settleMs }).toBe(entries);
}

async function rewritePayloads(
  store: CacheStore,
  rewrite: (payload: string) => string,
): Promise<void> {
  for await (const entry of store.entries()) {
    await store.set({ ...entry, payload: rewrite(entry.payload) });
  }
}
