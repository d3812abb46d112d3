import type { Hasher } from "../hash.ts";
import type { Hex, StoredEntry } from "../store.ts";

/** A document an answer was made from; with a version, exactly that one. */
export type SourceReference =
  | string
  | { readonly id: string; readonly version?: string | undefined };

/** What an entry can be found by besides its address, as the names people gave. */
export interface Labels {
  readonly namespace: string;
  /** `provider/modelId`. */
  readonly model: string;
  readonly tags: readonly string[];
  readonly dependsOn: readonly SourceReference[];
}

/** The hashes under which stores know these names. */
export async function hashLabels(
  hasher: Hasher,
  { namespace, model, tags, dependsOn }: Labels,
): Promise<Pick<StoredEntry, "namespace" | "model" | "tags" | "sources">> {
  const sources = await Promise.all(dependsOn.map((source) => sourceHashes(hasher, source)));
  return {
    namespace: await hasher.repeatedText(`namespace:${namespace}`),
    model: await hasher.repeatedText(`model:${model}`),
    tags: await Promise.all(tags.map((tag) => hasher.repeatedText(`tag:${tag}`))),
    sources: [...new Set(sources.flat())],
  };
}

/** A document by its id, and by its id and version where one is known. */
async function sourceHashes(hasher: Hasher, source: SourceReference): Promise<Hex[]> {
  const { id, version } = typeof source === "string" ? { id: source } : source;
  const any = await hasher.repeatedText(`source:${id}`);
  return version === undefined ? [any] : [any, await exactSource(hasher, id, version)];
}

/** The hash to find what depends on a document by: of its version when one is named. */
export async function sourceHash(hasher: Hasher, source: SourceReference): Promise<Hex> {
  const { id, version } = typeof source === "string" ? { id: source } : source;
  return version === undefined
    ? hasher.repeatedText(`source:${id}`)
    : exactSource(hasher, id, version);
}

function exactSource(hasher: Hasher, id: string, version: string): Promise<Hex> | Hex {
  return hasher.repeatedText(`source:${JSON.stringify([id, version])}`) as Promise<Hex> | Hex;
}

/**
 * Whether an entry was made from the versions of documents that a request uses now. A document of which
 * the entry knows nothing says nothing.
 */
export async function usesSameVersions(
  hasher: Hasher,
  entry: Pick<StoredEntry, "sources">,
  dependsOn: readonly SourceReference[],
): Promise<boolean> {
  for (const source of dependsOn) {
    if (typeof source === "string" || source.version === undefined) continue;
    const [any = "", exact = ""] = await sourceHashes(hasher, source);
    if (entry.sources.includes(any) && !entry.sources.includes(exact)) return false;
  }
  return true;
}
