import { describe, expect, test } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { tieredStore } from "../../src/stores/tiered/index.ts";
import { cachedModel } from "../support/cached-model.ts";
import { storeSuite } from "../support/store-suite.ts";
import { KEY_A, KEY_B, only } from "./encrypted-parts.ts";
import { createEngine, entryAt } from "./tiered-engine.ts";

const timeouts = { get: "5s", search: "5s" } as const;

describe("encrypted on memory", () =>
  storeSuite(() => encryptedStore({ store: memoryStore(), keys: [KEY_A] })));

describe("encrypted on memory, without vectors", () =>
  storeSuite(() => encryptedStore({ store: memoryStore(), keys: [KEY_A], vectors: "none" })));

describe("encrypted on memory, during a rotation", () =>
  storeSuite(() => encryptedStore({ store: memoryStore(), keys: [KEY_B, KEY_A] })));

describe("encrypted on tiered", () =>
  storeSuite(() =>
    encryptedStore({ store: tieredStore({ l2: memoryStore(), timeouts }), keys: [KEY_A] }),
  ));

describe.each([
  ["encrypted", (store: CacheStore) => encryptedStore({ store, keys: [KEY_A] })],
  [
    "encrypted, during a rotation,",
    (store: CacheStore) => encryptedStore({ store, keys: [KEY_B, KEY_A] }),
  ],
  [
    "tiered before encrypted",
    (store: CacheStore) => tieredStore({ l2: encryptedStore({ store, keys: [KEY_A] }), timeouts }),
  ],
])("%s on an engine that processes share", (_what, wrap) => {
  let engine = createEngine();
  const createStore = (): CacheStore => {
    engine = createEngine();
    return createPeer();
  };
  const createPeer = (): CacheStore => wrap(engine.connect().store);
  storeSuite(createStore, { createPeer });
});

/** Everything an inner store was given, as text, and the bytes behind what is base64. */
function spy(): { readonly store: CacheStore; dump(): string } {
  const memory = memoryStore();
  const given: unknown[] = [];
  const store: CacheStore = new Proxy(memory, {
    get(target, name) {
      const member = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => {
        given.push(values);
        return member.apply(target, values);
      };
    },
  });
  const dump = (): string => {
    const text = JSON.stringify(given);
    const bytes = Array.from(text.matchAll(/[A-Za-z0-9+/=]{16,}/g), ([base64]) => {
      return Buffer.from(base64, "base64").toString("latin1");
    });
    return [text, ...bytes].join("\n");
  };
  return { store, dump };
}

describe("what leaves the process", () => {
  const CANARY = "my canary sings in Zanzibar";

  test.each(["plain", "none"] as const)(
    "has neither question nor answer nor name in it, vectors: %s",
    async (vectors) => {
      const { store, dump } = spy();
      const cached = cachedModel({
        store: encryptedStore({ store, keys: [KEY_A], vectors }),
        namespace: "tenant Zanzibar",
        answer: () => "Zanzibar it is",
      });

      await cached.ask({ prompt: CANARY, system: "You are from Zanzibar." });
      await cached.ask({ prompt: `${CANARY}!`, system: "You are from Zanzibar." });
      await cached.cache.clear({ namespace: "tenant Zanzibar" });

      expect(cached.path()).toContain("write");
      expect(dump()).not.toMatch(/canary|Zanzibar|mock-model/i);
    },
  );

  test("has no hash of the cache in it: short prompts could be guessed from one", async () => {
    const [plain, sealed] = [spy(), spy()];
    const conversation = [
      { role: "user" as const, content: CANARY },
      { role: "assistant" as const, content: "It does." },
      { role: "user" as const, content: "Why?" },
    ];
    await cachedModel({ store: plain.store }).ask({ prompt: conversation });
    const hashes = plain.dump().match(/[0-9a-f]{64}/g) ?? [];

    await cachedModel({ store: encryptedStore({ store: sealed.store, keys: [KEY_A] }) }).ask({
      prompt: conversation,
    });

    expect(new Set(hashes).size).toBeGreaterThan(5);
    expect(hashes.filter((hash) => sealed.dump().includes(hash))).toEqual([]);
  });

  test("has the vector in it, or not, as was said", async () => {
    const [plain, none] = [memoryStore(), memoryStore()];

    await encryptedStore({ store: plain, keys: [KEY_A] }).set(entryAt("a"));
    await encryptedStore({ store: none, keys: [KEY_A], vectors: "none" }).set(entryAt("a"));

    expect(await only(plain)).toMatchObject({ vector: Float32Array.of(1, 0) });
    expect(await only(none)).toMatchObject({ vector: undefined, space: undefined });
  });

  test("is another ciphertext each time", async () => {
    const inner = memoryStore();
    const store = encryptedStore({ store: inner, keys: [KEY_A] });

    await store.set(entryAt("a", { createdAt: 1 }));
    const first = await only(inner);
    await store.set(entryAt("a", { createdAt: 1 }));

    expect((await only(inner)).payload).not.toBe(first.payload);
  });
});

test.each([
  [{ keys: [] }, "keys must be a list with at least one { id, secret }"],
  [{ keys: [{ id: "a b", secret: KEY_A.secret }] }, "the id of a key must be"],
  [
    { keys: [{ id: "a", secret: "hunter2" }] },
    "the secret of key a must be at least 32 characters or bytes; got 7 characters.",
  ],
  [{ keys: [{ id: "a", secret: new Uint8Array(16) }] }, "the secret of key a"],
  [{ keys: [KEY_A, { ...KEY_B, id: "a" }] }, "the ids of keys must differ; got a, a."],
  [
    { keys: [KEY_A, { id: "b", secret: new TextEncoder().encode(`${KEY_A.secret}`) }] },
    "the secrets of keys must differ; got the same for a and b.",
  ],
  [{ keys: [null] }, "the id of a key must be"],
  [{ keys: [KEY_A], vectors: "hidden" }, 'vectors must be "plain" or "none"; got "hidden".'],
  [{ keys: [KEY_A], store: {} }, "store must be a store"],
])("options that make no sense are refused, without telling a secret: %#", (options, message) => {
  const create = () => encryptedStore({ store: memoryStore(), ...options } as never);

  expect(create).toThrow(`encryptedStore: ${message}`);
  expect(create).not.toThrow("hunter2");
});
