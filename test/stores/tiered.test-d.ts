import { expectTypeOf, test } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { type TieredStoreOptions, tieredStore } from "../../src/stores/tiered/index.ts";

test("a tiered store is a store of two stores", () => {
  expectTypeOf(tieredStore).parameters.toEqualTypeOf<[options: TieredStoreOptions]>();
  expectTypeOf(tieredStore({ l2: memoryStore() })).toEqualTypeOf<CacheStore>();
  expectTypeOf({
    l1: memoryStore(),
    l2: tieredStore({ l2: memoryStore() }),
  }).toExtend<TieredStoreOptions>();
  expectTypeOf<TieredStoreOptions["maxAge"]>().extract<string>().not.toEqualTypeOf<string>();
});

test("L2 must be said, and times have units", () => {
  // @ts-expect-error l2 is missing
  tieredStore({ l1: memoryStore() });
  // @ts-expect-error no such unit
  tieredStore({ l2: memoryStore(), maxAge: "1w" });
});
