import { aroundCalls } from "./around-calls.ts";
import type { Embedder } from "./embedders.ts";
import { loadOrThrow } from "./load.ts";
import { type Asked, MODEL, type Peer } from "./peer.ts";

/** The threshold of the quick start of its README. */
const THRESHOLD = 0.8;

interface CallOptions {
  readonly model: string;
  readonly modelVersion: string;
  readonly systemPrompt?: string;
  readonly useCase?: string;
}

interface Package {
  readonly InMemoryAdapter: new (options: { readonly maxSize: number }) => object;
  readonly CacheEngine: new (
    parts: object,
  ) => {
    get(prompt: string, options: CallOptions): Promise<Hit | { readonly hit: false }>;
    set(prompt: string, response: unknown, options: CallOptions): Promise<unknown>;
  };
}

interface Hit {
  readonly hit: true;
  readonly entry: { readonly response: unknown };
}

/** `@reaatech/llm-cache`: the quick start of its README; tenants are told apart by `useCase`. */
export const reaatech: Peer = {
  name: "@reaatech/llm-cache",
  package: "@reaatech/llm-cache",
  finds: "meaning",
  through: "get, then generateText",
  async open({ source, embedder, threshold = THRESHOLD, entries }) {
    const { CacheEngine, InMemoryAdapter } = await loadOrThrow<Package>("@reaatech/llm-cache");
    const engine = new CacheEngine({
      storage: new InMemoryAdapter({ maxSize: entries }),
      vectorStorage: new InMemoryAdapter({ maxSize: entries }),
      embedder: embedderOf(embedder),
      config: configOf(embedder, threshold),
    });
    return aroundCalls(
      {
        async get(asked) {
          const result = await engine.get(asked.question, optionsOf(asked));
          return result.hit ? String(result.entry.response) : undefined;
        },
        set: (asked, text) => engine.set(asked.question, text, optionsOf(asked)),
      },
      source,
    );
  },
};

function optionsOf({ model = MODEL, system, tenant }: Asked): CallOptions {
  return {
    model,
    modelVersion: model,
    ...(system !== undefined && { systemPrompt: system }),
    ...(tenant !== undefined && { useCase: tenant }),
  };
}

function embedderOf({ name, dimensions, embed }: Embedder): object {
  return {
    embed,
    embedBatch: (texts: string[]) => Promise.all(texts.map(embed)),
    getModel: () => name,
    getDimensions: () => dimensions,
  };
}

/** As the README prints it, but for the embedding model. */
function configOf({ name, dimensions }: Embedder, threshold: number): object {
  return {
    storage: { adapter: "memory" },
    vectorStorage: { adapter: "memory" },
    embedding: { provider: "openai", model: name, dimensions, batchSize: 100, maxRetries: 3 },
    similarity: { threshold, metric: "cosine", maxResults: 10 },
    ttl: {
      default: 3600,
      factual: 1800,
      creative: 7200,
      analytical: 3600,
      sensitive: 600,
      byUseCase: {},
    },
    segmentation: { enabled: true, defaultUseCase: "general" },
    cost: { enabled: true, currency: "USD" },
    observability: { metrics: true, tracing: false, logging: "info" },
  };
}
