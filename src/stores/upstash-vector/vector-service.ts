import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import type { UpstashVectorClient, VectorItem } from "./vector-client.ts";

/** A record as it was read: whatever the service says it is. */
export interface FoundItem {
  readonly id: string;
  readonly metadata: unknown;
  readonly data: unknown;
}

/** A record a query found, with the raw cosine of its vector. */
export interface NearItem extends FoundItem {
  readonly similarity: number;
}

/** The service behind a client: shapes are checked, a namespace that is not there is an empty one. */
export interface VectorService {
  /**
   * How many numbers a vector of the index has. Asked once.
   *
   * @throws SemanticCacheError `store` when the index does not compare by cosine, or `length` is another one.
   */
  dimension(length?: number): Promise<number>;
  upsert(namespace: string, items: readonly VectorItem[]): Promise<void>;
  query(namespace: string, vector: Float32Array, limit: number): Promise<readonly NearItem[]>;
  /** Records by id, those that are there. */
  fetch(
    namespace: string,
    ids: readonly string[],
    includeData: boolean,
  ): Promise<ReadonlyMap<string, FoundItem>>;
  /** All records whose id begins with `prefix`, with their metadata, page by page. */
  range(namespace: string, prefix: string): AsyncGenerator<readonly FoundItem[]>;
  remove(namespace: string, ids: readonly string[]): Promise<void>;
  namespaces(): Promise<readonly string[]>;
  /** How many records a namespace has, with those that are not visible yet, by its name. */
  counts(): Promise<ReadonlyMap<string, number>>;
  deleteNamespace(namespace: string): Promise<void>;
}

const PAGE = 500;
/** The most neighbours that are asked for at once. */
const MOST_NEIGHBOURS = 1_000;

/** Speaks to an index through a client of the application. */
export function vectorService(client: UpstashVectorClient): VectorService {
  let known: Promise<number> | undefined;

  async function ask(): Promise<number> {
    const info = await client.info();
    const { dimension, similarityFunction } = isRecord(info) ? info : {};
    if (similarityFunction === "COSINE" && typeof dimension === "number" && dimension > 0) {
      return dimension;
    }
    throw new SemanticCacheError(
      "store",
      `upstashVectorStore: the index must be a dense one that compares by COSINE; got ${JSON.stringify({ dimension, similarityFunction })}.`,
    );
  }

  return {
    async dimension(length) {
      known ??= ask();
      const dimension = await known.catch((error: unknown) => {
        known = undefined; // asked again next time
        throw error;
      });
      if (length === undefined || length === dimension) return dimension;
      throw new SemanticCacheError(
        "store",
        `upstashVectorStore: the index takes vectors of ${dimension} numbers; got one of ${length}. Use an index made for the embedding model.`,
      );
    },
    async upsert(namespace, items) {
      const reply = await client.upsert([...items], { namespace });
      if (reply !== "Success") throw unexpected("upsert", reply); // a client told to stop says so here
    },
    async query(namespace, vector, limit) {
      const topK = Math.min(limit, MOST_NEIGHBOURS);
      const query = { vector: toNumbers(vector), topK, includeMetadata: true };
      const found = await orEmpty(client.query(query, { namespace }));
      return list("query", found).filter(isRecord).flatMap(toNear);
    },
    async fetch(namespace, ids, includeData) {
      const items = new Map<string, FoundItem>();
      const options = { namespace, includeMetadata: true, includeData };
      for (let at = 0; at < ids.length; at += PAGE) {
        const found = await orEmpty(client.fetch(ids.slice(at, at + PAGE), { ...options }));
        const page = list("fetch", found).filter(isRecord).flatMap(toFound);
        for (const item of page) items.set(item.id, item);
      }
      return items;
    },
    async *range(namespace, prefix) {
      let cursor = "0";
      do {
        const range = { cursor, limit: PAGE, prefix, includeMetadata: true };
        const page = await orEmpty(client.range(range, { namespace }));
        const { vectors, nextCursor } = isRecord(page) ? page : { vectors: page, nextCursor: "" };
        yield list("range", vectors).filter(isRecord).flatMap(toFound);
        cursor = typeof nextCursor === "string" ? nextCursor : "";
      } while (cursor !== "");
    },
    async remove(namespace, ids) {
      for (let at = 0; at < ids.length; at += PAGE) {
        await orEmpty(client.delete(ids.slice(at, at + PAGE), { namespace }));
      }
    },
    async namespaces() {
      const names = list("list-namespaces", await client.listNamespaces());
      return names.filter((name) => typeof name === "string");
    },
    async counts() {
      const info = await client.info();
      const namespaces = isRecord(info) && isRecord(info.namespaces) ? info.namespaces : {};
      return new Map(Object.entries(namespaces).map(([name, value]) => [name, toCount(value)]));
    },
    async deleteNamespace(namespace) {
      await orEmpty(client.deleteNamespace(namespace));
    },
  };
}

/** Nine digits name a 32-bit float exactly; a number written in full has up to twenty. */
export function toNumbers(vector: Float32Array): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(9)));
}

/** Nothing was ever written there, or it was cleared: the service may call that an error. */
async function orEmpty(reply: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof Error && /namespace .*does not exist/is.test(error.message)) return [];
    throw error;
  }
}

function list(command: string, reply: unknown): readonly unknown[] {
  if (Array.isArray(reply)) return reply;
  throw unexpected(command, reply);
}

function unexpected(command: string, reply: unknown): SemanticCacheError {
  const message = `upstashVectorStore: the reply to ${command} is of a kind that is not known (${typeof reply}).`;
  return new SemanticCacheError("store", message);
}

function toFound({ id, metadata, data }: Readonly<Record<string, unknown>>): FoundItem[] {
  return typeof id === "string" ? [{ id, metadata, data }] : [];
}

/** For cosine, the service's score is (1 + cosine) / 2. */
function toNear(item: Readonly<Record<string, unknown>>): NearItem[] {
  const { score } = item;
  if (typeof score !== "number") return [];
  return toFound(item).map((found) => ({ ...found, similarity: 2 * score - 1 }));
}

/** What cannot be counted counts as something. */
function toCount(value: unknown): number {
  if (!isRecord(value)) return 1;
  return Number(value.vectorCount ?? 1) + Number(value.pendingVectorCount ?? 1);
}
