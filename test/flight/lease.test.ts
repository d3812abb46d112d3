import { generateText } from "ai";
import { beforeEach, expect, test, vi } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { cachedModel } from "../support/cached-model.ts";

const QUESTION = "How do I reset my password?";
const soon = (milliseconds = 1): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  return () => void vi.useRealTimers();
});

/** A store whose lease another process holds until it says so. */
function leasingStore(): CacheStore & { free(): void; released(): number } {
  let isFree = false;
  let released = 0;
  return {
    ...memoryStore(),
    async lease() {
      await soon();
      return isFree ? { release: () => void released++ } : undefined;
    },
    free() {
      isFree = true;
    },
    released: () => released,
  };
}

const singleFlight = { lease: { wait: "300ms" } } as const;

test("a follower that leaves while the first one waits for a lease leaves alone", async () => {
  const store = leasingStore();
  const { ask, inner } = cachedModel({ store, singleFlight });
  const answers = inner.doGenerate;
  inner.doGenerate = async (options) => {
    options.abortSignal?.throwIfAborted();
    return answers(options);
  };
  const controller = new AbortController();
  const first = ask(QUESTION);
  const left = ask({ prompt: QUESTION, abortSignal: controller.signal }).catch(() => "left");
  await soon(10);
  controller.abort();
  await left;
  store.free();

  expect((await first).text).toBe("answer 1");
  expect(store.released()).toBe(1);
});

test("when the first one leaves before its turn, the others still share one call", async () => {
  const store = leasingStore();
  const { ask, calls } = cachedModel({ store, singleFlight });
  const controller = new AbortController();
  const left = ask({ prompt: QUESTION, abortSignal: controller.signal }).catch(() => "left");
  const others = Array.from({ length: 10 }, () => ask(QUESTION));
  await soon(10);
  controller.abort();
  await left;
  store.free();

  const texts = (await Promise.all(others)).map(({ text }) => text);

  expect(new Set(texts)).toEqual(new Set(["answer 1"]));
  expect(calls()).toBe(1);
});

test("who says reload neither waits for a lease nor gets what is stored", async () => {
  const store = leasingStore();
  const { ask } = cachedModel({ store, singleFlight: { lease: { wait: "50ms" } } });
  await ask(QUESTION);

  const providerOptions = { semanticCache: { cache: "reload" } };
  const { text } = await ask({ prompt: QUESTION, providerOptions });

  expect(text).toBe("answer 2");
});

test("who waits for a lease is not served what is only better than an error", async () => {
  const store = leasingStore();
  const lease = { wait: "50ms" } as const;
  const options = { ttl: "10m", staleIfError: "1h" } as const;
  const { ask } = cachedModel({ store, singleFlight: { lease }, ...options });
  await ask(QUESTION);
  vi.setSystemTime(Date.now() + 20 * 60_000);

  const { text } = await ask(QUESTION);

  expect(text).toBe("answer 2");
});

test("a lease that comes too late is given back", async () => {
  const store = leasingStore();
  store.free();
  const { lease } = store;
  const slow = async (...asked: Parameters<NonNullable<typeof lease>>) => {
    await soon(30);
    return lease?.(...asked);
  };
  const { ask } = cachedModel({
    store: { ...store, lease: slow },
    singleFlight: { lease: true },
    timeouts: { get: "10ms" },
  });

  await ask(QUESTION);

  await vi.waitFor(() => expect(store.released()).toBe(1));
});

test("who finds the answer with the lease in hand does not wait until it is given back", async () => {
  const store = leasingStore();
  let gets = 0;
  const late: CacheStore = {
    ...store,
    // Another process stores the answer between the look and the lease.
    get: (query) => (++gets <= 2 ? undefined : store.get(query)),
    lease: async () => ({ release: () => new Promise<void>(() => {}) }),
  };
  await cachedModel({ store }).ask(QUESTION);
  const { model, events } = cachedModel({ store: late, embeddingModel: null, singleFlight });

  const { text } = await generateText({ model, prompt: QUESTION });

  expect(text).toBe("answer 1");
  expect(events).toMatchObject([{ type: "hit", kind: "exact" }]);
});

test("flush waits until the lease is given back: a process that ends holds up no other one", async () => {
  const store = leasingStore();
  let released = 0;
  const release = async () => {
    await soon(20);
    released++;
  };
  const { ask } = cachedModel({
    store: { ...store, lease: async () => ({ release }) },
    singleFlight,
  });

  await ask(QUESTION);

  expect(released).toBe(1);
});

test("a lease that cannot be given back is told of, and does not hang flush", async () => {
  const lease = async () => ({ release: () => new Promise<void>(() => {}) });
  const { ask, path } = cachedModel({
    store: { ...memoryStore(), lease },
    singleFlight,
    timeouts: { write: 20 },
  });

  await ask(QUESTION);

  expect(path()).toEqual(["miss:no-match", "write", "error:write:timeout"]);
});

test("the model is not asked for who left while the store was asked once more", async () => {
  const memory = memoryStore();
  const controller = new AbortController();
  let hasLease = false;
  const store: CacheStore = {
    ...memory,
    async lease() {
      hasLease = true;
      return { release() {} };
    },
    async get(query) {
      if (hasLease) controller.abort(new Error("closed the tab"));
      return memory.get(query);
    },
  };
  const { ask, calls, path } = cachedModel({ store, singleFlight });

  const left = ask({ prompt: QUESTION, abortSignal: controller.signal });

  await expect(left).rejects.toThrow("closed the tab");
  expect([path(), calls()]).toEqual([[], 0]);
});
