import { Index } from "@upstash/vector";
import type { Index as CloudflareIndex } from "@upstash/vector/cloudflare";
import { expectTypeOf, test } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import {
  type UpstashVectorClient,
  upstashVectorStore,
} from "../../src/stores/upstash-vector/index.ts";

test("the SDK's own Index fits, on every platform", () => {
  expectTypeOf<Index>().toExtend<UpstashVectorClient>();
  expectTypeOf<CloudflareIndex>().toExtend<UpstashVectorClient>();
  expectTypeOf(upstashVectorStore({ client: new Index() })).toEqualTypeOf<CacheStore>();
});

test("anything else does not", () => {
  // @ts-expect-error a client is needed
  upstashVectorStore({});
  // @ts-expect-error an address is no client
  upstashVectorStore({ client: "https://example.com" });
});
