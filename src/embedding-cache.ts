import { createBackground } from "./background.ts";
import { withTimeout } from "./deadline.ts";
import type { EmbeddingModelLike } from "./embedding-model.ts";
import { decodeEmbedding, encodeEmbedding } from "./embedding-payload.ts";
import { lifetimeOf } from "./freshness.ts";
import { createHasher } from "./hash.ts";
import { canonicalJson } from "./request/canonical-json.ts";
import type { CacheStore, EntryAddress } from "./store.ts";
import { isLive } from "./store-kit/checked-entry.ts";

/** What an embedding model of any version is called with. */
export type EmbedCall = Parameters<EmbeddingModelLike["doEmbed"]>[0];
/** What it returns. */
export type EmbedResult = Awaited<ReturnType<EmbeddingModelLike["doEmbed"]>>;
type Embedding = readonly number[];

/** Reading takes at most this long; then the model is asked. Milliseconds. */
const READ_TIMEOUT = 250;
const WRITE_TIMEOUT = 5_000;
const NEVER_STALE = { staleWhileRevalidateMs: 0, staleIfErrorMs: 0 };

/** How embeddings are kept. */
export interface EmbeddingCacheOptions {
  readonly store: CacheStore;
  readonly ttlMs: number;
  readonly namespace: string;
  readonly secret: string | undefined;
  readonly waitUntil: ((promise: Promise<unknown>) => void) | undefined;
  onError(error: unknown): void;
}

/** Embeds through a store. What the store throws costs a call of the model, nothing else. */
export function createEmbeddingCache(
  options: EmbeddingCacheOptions,
): (model: EmbeddingModelLike, call: EmbedCall) => Promise<EmbedResult> {
  const { store, ttlMs, namespace, secret, waitUntil, onError } = options;
  const hasher = createHasher(secret);
  const background = createBackground(waitUntil);

  async function read(address: EntryAddress): Promise<Embedding | undefined> {
    const { scope, key } = address;
    try {
      const get = store.get({ scope, keys: [key] });
      const entry = await withTimeout("store.get", READ_TIMEOUT, undefined, get);
      const isIt = entry?.scope === scope && entry.key === key && isLive(entry);
      return isIt ? decodeEmbedding(entry.payload) : undefined;
    } catch (error) {
      onError(error);
      return undefined;
    }
  }

  async function write(address: EntryAddress, name: string, values: Embedding): Promise<void> {
    const set = store.set({
      ...address,
      ...{ tags: [], sources: [] },
      ...lifetimeOf(ttlMs, NEVER_STALE, 0),
      model: await hasher.repeatedText(`model:${name}`),
      namespace: await hasher.repeatedText(`namespace:${namespace}`),
      payload: encodeEmbedding(values),
    });
    await withTimeout("store.set", WRITE_TIMEOUT, undefined, set);
  }

  /** Where the embedding of each text is; throws for settings that cannot be told from others. */
  async function locate(model: EmbeddingModelLike, call: EmbedCall): Promise<Addresses> {
    const { values, abortSignal: _signal, headers: _headers, ...settings } = call;
    const modelSettings: unknown = Reflect.get(model, "settings"); // where ai 4 has its dimensions
    const identity = { namespace, name: nameOf(model), settings, modelSettings };
    const scope = await hasher.repeatedText(`embeddings:${canonicalJson(identity)}`);
    const keys = [...new Set(values)].map(
      async (value) => [value, { scope, key: await hasher.text(canonicalJson(value)) }] as const,
    );
    return new Map(await Promise.all(keys));
  }

  /** The stored embeddings among these. */
  async function readAll(addresses: Addresses): Promise<Map<string, Embedding>> {
    const found = new Map<string, Embedding>();
    const reads = [...addresses].map(async ([value, address]) => {
      const embedding = await read(address);
      if (embedding) found.set(value, embedding);
    });
    await Promise.all(reads);
    return found;
  }

  return async (model, call) => {
    let addresses: Addresses;
    try {
      addresses = await locate(model, call);
    } catch (error) {
      onError(error);
      return model.doEmbed(call);
    }
    const found = await readAll(addresses);
    const missing = [...addresses].filter(([value]) => !found.has(value));
    const values = missing.map(([value]) => value);
    const result = values.length > 0 ? await model.doEmbed({ ...call, values }) : NOTHING;
    if (result.embeddings.length !== values.length) return model.doEmbed(call); // let it say so itself
    missing.forEach(([value, address], index) => {
      const embedding = result.embeddings[index] ?? [];
      found.set(value, embedding);
      background.run(() => write(address, nameOf(model), embedding), onError);
    });
    return { ...result, embeddings: call.values.map((value) => [...(found.get(value) ?? [])]) };
  };
}

type Addresses = ReadonlyMap<string, EntryAddress>;

const NOTHING = { embeddings: [], usage: { tokens: 0 }, warnings: [] };

function nameOf({ provider, modelId }: EmbeddingModelLike): string {
  return `${provider}/${modelId}`;
}
