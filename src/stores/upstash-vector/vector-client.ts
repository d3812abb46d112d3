/** One record of an index, as it is written. */
export interface VectorItem {
  id: string;
  vector: number[];
  metadata: Record<string, unknown>;
  /** Text that is kept beside the vector. */
  data?: string;
}

/** Which part of an index is meant. */
export interface InNamespace {
  namespace: string;
}

/** What is used of a client of `@upstash/vector` (`new Index()`). Nothing it returns is trusted. */
export interface UpstashVectorClient {
  info(): PromiseLike<unknown>;
  upsert(items: VectorItem[], options: InNamespace): PromiseLike<unknown>;
  query(
    query: { vector: number[]; topK: number; includeMetadata: boolean },
    options: InNamespace,
  ): PromiseLike<unknown>;
  fetch(
    ids: string[],
    options: InNamespace & { includeMetadata: boolean; includeData: boolean },
  ): PromiseLike<unknown>;
  range(
    range: { cursor: string; limit: number; prefix: string; includeMetadata: boolean },
    options: InNamespace,
  ): PromiseLike<unknown>;
  delete(ids: string[], options: InNamespace): PromiseLike<unknown>;
  listNamespaces(): PromiseLike<unknown>;
  deleteNamespace(namespace: string): PromiseLike<unknown>;
}
