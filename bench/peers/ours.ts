import { wrapLanguageModel } from "ai";
import {
  type EmbeddingModelLike,
  memoryStore,
  type SemanticCache,
  semanticCache,
} from "../../src/index.ts";
import type { Embedder } from "./embedders.ts";
import { type Asked, MODEL, type Peer, type Setup } from "./peer.ts";
import { plainCall, type SdkCall, sdkService } from "./through-sdk.ts";

/** This library, as its README says: a middleware. */
export const ours: Peer = {
  name: "ai-sdk-semantic-cache",
  finds: "meaning",
  through: "generateText",
  async open(setup) {
    const cache = createCache(setup);
    const wrap = (modelId: string) =>
      wrapLanguageModel({ model: setup.source.model(modelId), middleware: cache });
    const service = sdkService(wrap, callOf);
    const reload = sdkService(wrap, (asked) => callOf(asked, { cache: "reload" }));
    return { ...service, store: reload.ask, settle: () => cache.flush() };
  },
};

/** This library around a function, without the SDK: what peers with `get` and `set` compare with. */
export const oursAsFunction: Peer = {
  name: "ai-sdk-semantic-cache, wrap",
  finds: "meaning",
  through: "a function",
  async open(setup) {
    const cache = createCache(setup);
    const ask = cache.wrap((question: string) => setup.source.answer({ question }), {
      name: MODEL,
    });
    return {
      ask: async ({ question }) => ({ text: await ask(question) }),
      settle: () => cache.flush(),
    };
  },
};

function createCache({ embedder, threshold, entries }: Setup): SemanticCache {
  const store = memoryStore({ maxEntries: entries, maxBytes: 4e9 });
  return semanticCache({ store, embeddingModel: modelOf(embedder), threshold });
}

function modelOf({ provider, modelId, embed }: Embedder): EmbeddingModelLike {
  return {
    specificationVersion: "v4",
    provider,
    modelId,
    async doEmbed({ values }: { values: string[] }) {
      return { embeddings: await Promise.all(values.map(embed)), warnings: [] };
    },
  };
}

function callOf({ tenant, ...asked }: Asked, own: Record<string, string> = {}): SdkCall {
  const semanticCache = { ...own, ...(tenant !== undefined && { scope: tenant }) };
  return { ...plainCall(asked), providerOptions: { semanticCache } };
}
