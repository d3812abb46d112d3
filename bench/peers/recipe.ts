import { simulateReadableStream, wrapLanguageModel } from "ai";
import type { Peer } from "./peer.ts";
import type { SdkAnswer, SdkMiddleware, SdkStreamPart } from "./sdk-types.ts";
import { sdkService } from "./through-sdk.ts";

/** Stands for Redis: keeps JSON, as `@upstash/redis` does, but without a network. */
interface JsonStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

/** The middleware that the documentation of the AI SDK recommends (`04-caching.mdx` of ai 7). */
export const recipe: Peer = {
  name: "recipe of the AI SDK docs",
  finds: "same request",
  through: "generateText",
  async open({ source }) {
    const middleware = cacheMiddleware(jsonStore());
    const service = sdkService((modelId) =>
      wrapLanguageModel({ model: source.model(modelId), middleware }),
    );
    return { ...service, store: service.ask };
  },
};

/** Written out as documented: same key, same stream of one chunk in 10 ms, writes not waited for. */
function cacheMiddleware(store: JsonStore): SdkMiddleware {
  return {
    specificationVersion: "v4",
    async wrapGenerate({ doGenerate, params, model }) {
      const { provider, modelId } = model;
      const cacheKey = JSON.stringify({ provider, modelId, params });
      const cached = (await store.get(cacheKey)) as SdkAnswer | null;
      if (cached !== null) {
        const timestamp = cached.response?.timestamp;
        const response = {
          ...cached.response,
          ...(timestamp && { timestamp: new Date(timestamp) }),
        };
        return { ...cached, response };
      }
      const result = await doGenerate();
      store.set(cacheKey, result);
      return result;
    },
    async wrapStream({ doStream, params, model }) {
      const { provider, modelId } = model;
      const cacheKey = JSON.stringify({ provider, modelId, params });
      const cached = await store.get(cacheKey);
      if (cached !== null) return { stream: simulated(cached as SdkStreamPart[]) };
      const { stream, ...rest } = await doStream();
      return {
        stream: stream.pipeThrough(recording((parts) => store.set(cacheKey, parts))),
        ...rest,
      };
    },
  };
}

function simulated(cached: SdkStreamPart[]): ReadableStream<SdkStreamPart> {
  const chunks = cached.map((part) =>
    part.type === "response-metadata" && part.timestamp
      ? { ...part, timestamp: new Date(part.timestamp) }
      : part,
  );
  return simulateReadableStream({ initialDelayInMs: 0, chunkDelayInMs: 10, chunks });
}

function recording(
  save: (parts: SdkStreamPart[]) => unknown,
): TransformStream<SdkStreamPart, SdkStreamPart> {
  const parts: SdkStreamPart[] = [];
  return new TransformStream({
    transform(part, controller) {
      parts.push(part);
      controller.enqueue(part);
    },
    flush() {
      save(parts);
    },
  });
}

function jsonStore(): JsonStore {
  const held = new Map<string, string>();
  return {
    async get(key) {
      const text = held.get(key);
      return text === undefined ? null : JSON.parse(text);
    },
    async set(key, value) {
      held.set(key, JSON.stringify(value));
    },
  };
}
