import { expectTypeOf, test } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { type EncryptedStoreOptions, encryptedStore } from "../../src/stores/encrypted/index.ts";

test("an encrypted store is a store of any store", () => {
  const options = { store: memoryStore(), keys: [{ id: "2026-11", secret: "…" }] };

  expectTypeOf(options).toExtend<EncryptedStoreOptions>();
  expectTypeOf(encryptedStore).returns.toEqualTypeOf<CacheStore>();
});

test("secrets are text or bytes", () => {
  expectTypeOf<EncryptedStoreOptions["keys"][number]["secret"]>().toEqualTypeOf<
    string | Uint8Array
  >();
  // @ts-expect-error a number is no secret
  encryptedStore({ store: memoryStore(), keys: [{ id: "a", secret: 1 }] });
  // @ts-expect-error keys are needed
  encryptedStore({ store: memoryStore() });
});
