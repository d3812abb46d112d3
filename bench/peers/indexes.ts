import { type Filled, filledLoop, filledStore } from "../memory/subjects.ts";
import { createSource } from "../memory/vectors.ts";
import type { Row } from "../support/bench.ts";
import { measure, medianRatio, rounded, type Timing } from "../support/measure.ts";
import { shareOf } from "../support/share.ts";
import { load } from "./load.ts";

type Lists = readonly number[][];

/** An index of vectors that is filled with lists of numbers, as `embedMany` returns them. */
interface Index {
  readonly name: string;
  /** What it is loaded from. */
  readonly package: string;
  fill(exports: never, lists: Lists): Promise<(question: number[]) => Promise<number>>;
}

const DIMENSIONS = 1_536;
const ROUNDS = 30;

const INDEXES: readonly Index[] = [
  { name: "Orama", package: "@orama/orama", fill: fillOrama },
  { name: "vectra", package: "vectra", fill: fillVectra },
  {
    name: "LangChain MemoryVectorStore",
    package: "@langchain/classic/vectorstores/memory",
    fill: fillMemoryVectorStore,
  },
];

/** Lookups of the nearest of some vectors of 1,536 dimensions, in turns, in this process. */
export async function compareIndexes(count: number): Promise<readonly Row[]> {
  const source = createSource(DIMENSIONS);
  const vectors = Array.from({ length: count }, (_, index) => source.at(index));
  const { filled, rows } = await fillAll(vectors);
  const asked = Array.from({ length: ROUNDS }, (_, at) => (at * 7_919) % count);
  const questions = asked.map((index, at) => source.near(index, at));
  const timings = await timeAll(filled, questions);
  for (const one of filled) {
    let found = 0;
    for (const [at, question] of questions.entries()) {
      if ((await one.nearest(question)) === asked[at]) found++;
    }
    rows.push(toRow(one, timings, `${count}x${DIMENSIONS}`, shareOf(found, asked.length)));
  }
  return rows;
}

/** Ours, the loop and those that are installed; rows for those that are not. */
async function fillAll(vectors: Float32Array[]): Promise<{ filled: Filled[]; rows: Row[] }> {
  const filled: Filled[] = [await filledStore(vectors), filledLoop(vectors)];
  const rows: Row[] = [];
  for (const index of INDEXES) {
    const { exports, error } = await load(index.package);
    if (exports) filled.push(await fillIndex(index, exports, vectors));
    else rows.push({ name: index.name, notInstalled: error });
  }
  return { filled, rows };
}

async function timeAll(
  filled: readonly Filled[],
  questions: readonly Float32Array[],
): Promise<Record<string, Timing>> {
  const variants = filled.map(({ name, nearest }) => {
    let next = 0;
    const run = () => nearest(questions[next++ % questions.length] as Float32Array);
    return [name, { run }] as const;
  });
  return measure(Object.fromEntries(variants), { rounds: ROUNDS });
}

function toRow(
  { name, insertUs }: Filled,
  timings: Record<string, Timing>,
  size: string,
  recall: ReturnType<typeof shareOf>,
): Row {
  const [timing, own] = [timings[name], timings.store];
  return {
    name: `${size} ${name}`,
    minMs: timing && rounded(timing.min),
    p50Ms: timing && rounded(timing.median),
    timesOurs: timing && own && rounded(medianRatio(timing, own)),
    insertUs: rounded(insertUs),
    recall,
  };
}

async function fillIndex(index: Index, exports: unknown, vectors: Float32Array[]): Promise<Filled> {
  const lists = vectors.map((vector) => Array.from(vector));
  const startedAt = performance.now();
  const nearest = await index.fill(exports as never, lists);
  const insertUs = (1_000 * (performance.now() - startedAt)) / lists.length;
  return { name: index.name, insertUs, nearest: (question) => nearest(Array.from(question)) };
}

interface Orama {
  create(options: object): unknown;
  insertMultiple(database: unknown, documents: object[], size: number): Promise<unknown>;
  searchVector(database: unknown, query: object): Promise<{ hits: { id: string }[] }>;
}

async function fillOrama({ create, insertMultiple, searchVector }: Orama, lists: Lists) {
  const database = create({ schema: { embedding: `vector[${DIMENSIONS}]` } });
  const documents = lists.map((embedding, index) => ({ id: String(index), embedding }));
  await insertMultiple(database, documents, 1_000);
  return async (value: number[]) => {
    const vector = { value, property: "embedding" };
    const { hits } = await searchVector(database, { vector, similarity: 0.9, limit: 1 });
    return Number(hits[0]?.id ?? -1);
  };
}

interface Vectra {
  readonly VirtualFileStorage: new () => object;
  readonly LocalIndex: new (
    folder: string,
    file: undefined,
    storage: object,
  ) => {
    createIndex(): Promise<void>;
    batchInsertItems(items: object[]): Promise<unknown>;
    queryItems(vector: number[], query: string, count: number): Promise<{ item: { id: string } }[]>;
  };
}

/** On its storage in memory: no disk is measured. */
async function fillVectra({ LocalIndex, VirtualFileStorage }: Vectra, lists: Lists) {
  const index = new LocalIndex("bench", undefined, new VirtualFileStorage());
  await index.createIndex();
  await index.batchInsertItems(
    lists.map((vector, id) => ({ id: String(id), vector, metadata: {} })),
  );
  return async (value: number[]) => {
    const [found] = await index.queryItems(value, "", 1);
    return Number(found?.item.id ?? -1);
  };
}

interface MemoryVectorStores {
  readonly MemoryVectorStore: new (
    embeddings: object,
  ) => {
    addVectors(vectors: Lists, documents: object[]): Promise<void>;
    similaritySearchVectorWithScore(
      vector: number[],
      count: number,
    ): Promise<[{ readonly metadata: { readonly index: number } }, number][]>;
  };
}

async function fillMemoryVectorStore({ MemoryVectorStore }: MemoryVectorStores, lists: Lists) {
  const store = new MemoryVectorStore({});
  const documents = lists.map((_, index) => ({ pageContent: "", metadata: { index } }));
  await store.addVectors(lists, documents);
  return async (value: number[]) => {
    const [found] = await store.similaritySearchVectorWithScore(value, 1);
    return found?.[0].metadata.index ?? -1;
  };
}
