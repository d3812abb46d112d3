import { createRequire } from "node:module";

/** A native index of the same vectors. */
export interface Peer {
  readonly name: string;
  add(index: number, vector: Float32Array): void;
  /** The index of the nearest. */
  nearest(vector: Float32Array): number;
}

/** HNSW as its authors set it by default; the search looks at 64 candidates, as ours must find the same. */
const CONNECTIVITY = 16;
const BUILD_CANDIDATES = 200;
const SEARCH_CANDIDATES = 64;

interface Hnswlib {
  readonly HierarchicalNSW: new (
    metric: "ip",
    dimensions: number,
  ) => {
    initIndex(most: number, connectivity: number, candidates: number): void;
    setEf(candidates: number): void;
    addPoint(vector: number[], label: number): void;
    searchKnn(vector: number[], count: number): { readonly neighbors: number[] };
  };
}

interface Usearch {
  readonly Index: new (options: {
    readonly dimensions: number;
    readonly metric: "ip";
    readonly connectivity: number;
    readonly expansion_add: number;
    readonly expansion_search: number;
  }) => {
    add(key: bigint, vector: Float32Array, threads: number): void;
    search(vector: Float32Array, count: number, threads: number): { readonly keys: BigUint64Array };
  };
}

/** What is installed in `bench/peers`, none when nothing is. */
export function nativePeers(dimensions: number, most: number): Peer[] {
  const hnswlib = load("hnswlib-node") as Hnswlib | undefined;
  const usearch = load("usearch") as Usearch | undefined;
  return [
    ...(hnswlib ? [hnswlibPeer(hnswlib, dimensions, most)] : []),
    ...(usearch ? [usearchPeer(usearch, dimensions)] : []),
  ];
}

function hnswlibPeer({ HierarchicalNSW }: Hnswlib, dimensions: number, most: number): Peer {
  const index = new HierarchicalNSW("ip", dimensions);
  index.initIndex(most, CONNECTIVITY, BUILD_CANDIDATES);
  index.setEf(SEARCH_CANDIDATES);
  return {
    name: "hnswlib-node",
    add: (label, vector) => index.addPoint(Array.from(vector), label),
    nearest: (vector) => index.searchKnn(Array.from(vector), 1).neighbors[0] ?? -1,
  };
}

function usearchPeer({ Index }: Usearch, dimensions: number): Peer {
  const index = new Index({
    dimensions,
    metric: "ip",
    connectivity: CONNECTIVITY,
    expansion_add: BUILD_CANDIDATES,
    expansion_search: SEARCH_CANDIDATES,
  });
  return {
    name: "usearch",
    add: (label, vector) => index.add(BigInt(label), vector, 1),
    nearest: (vector) => Number(index.search(vector, 1, 1).keys[0] ?? -1),
  };
}

function load(name: string): unknown {
  try {
    return createRequire(new URL("../peers/package.json", import.meta.url))(name);
  } catch {
    return undefined;
  }
}
