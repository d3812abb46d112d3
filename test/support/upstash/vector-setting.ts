import { Index } from "@upstash/vector";
import type { CacheStore } from "../../../src/index.ts";
import { upstashVectorStore } from "../../../src/stores/upstash-vector/index.ts";
import { playOnNetwork } from "./http-service.ts";
import { type VectorStandIn, type VectorStandInOptions, vectorStandIn } from "./vector-stand-in.ts";

/** An index with the SDK's own client. */
export interface VectorSetting {
  readonly standIn: VectorStandIn;
  readonly client: Index;
  /** A store in the index, as another process has it. */
  another(records?: CacheStore): CacheStore;
}

/** Plays indexes on the network of a test file. */
export function vectorSettings(): (options?: VectorStandInOptions) => VectorSetting {
  const play = playOnNetwork();
  return (options) => {
    const standIn = vectorStandIn(options);
    play(standIn);
    const client = new Index({ url: standIn.url, token: standIn.token, retry: false });
    const another = (records?: CacheStore): CacheStore =>
      upstashVectorStore({ client, prefix: "test", records });
    return { standIn, client, another };
  };
}
