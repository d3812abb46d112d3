import { Index } from "@upstash/vector";
import { describe } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { storeSuite } from "../support/store-suite.ts";
import { freshPerCall } from "../support/upstash/fresh-per-call.ts";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { paddedStore } from "../support/upstash/padded-store.ts";
import { vectorIndexSuite } from "../support/upstash/vector-index-suite.ts";
import { type VectorStandInOptions, vectorStandIn } from "../support/upstash/vector-stand-in.ts";

const play = playOnNetwork();
const freshPrefix = (): string => `test-${crypto.randomUUID()}`;

/** The SDK's own client, speaking to a stand-in. */
function clientOf(options?: VectorStandInOptions): Index {
  const standIn = vectorStandIn(options);
  play(standIn);
  return new Index({ url: standIn.url, token: standIn.token, retry: false });
}

describe("upstash-vector on the stand-in", () => {
  const client = clientOf();
  vectorIndexSuite(() => upstashVectorStore({ client, prefix: freshPrefix() }));
});

describe("upstash-vector on the stand-in, every call from a process of its own", () => {
  const client = clientOf({ missingNamespace: "error" });
  vectorIndexSuite(() => {
    const prefix = freshPrefix();
    return freshPerCall(() => upstashVectorStore({ client, prefix }));
  });
});

describe("upstash-vector on the stand-in, slow to show writes", () => {
  const client = clientOf({ delayMs: 60_000 });
  vectorIndexSuite(() => upstashVectorStore({ client, prefix: freshPrefix() }));
});

describe("upstash-vector on the stand-in, records in a second store", () => {
  const client = clientOf();
  storeSuite(() => withRecords(client), { useClient: () => client.info() });
});

function withRecords(client: Index): CacheStore {
  const records = memoryStore();
  return paddedStore(upstashVectorStore({ client, prefix: freshPrefix(), records }), 256);
}

const { UPSTASH_VECTOR_REST_URL: url, UPSTASH_VECTOR_REST_TOKEN: token } = process.env;

const waits = url && token ? "" : " waits for UPSTASH_VECTOR_REST_URL and _TOKEN";

describe.skipIf(waits)(`upstash-vector on the service${waits}`, () => {
  const SETTLE_MS = 15_000;
  vectorIndexSuite(() => {
    const client = new Index({ url: url ?? "", token: token ?? "" });
    return upstashVectorStore({ client, prefix: freshPrefix() });
  }, SETTLE_MS);
});
