import type { CacheStore } from "../../src/store.ts";
import type { Row } from "../support/bench.ts";
import { rounded } from "../support/measure.ts";
import { type Counted, countLookups } from "./count-lookups.ts";
import { entryOf } from "./entries.ts";
import type { Subject } from "./subject.ts";
import { percentile, type Question, timeLookups } from "./time-lookups.ts";
import type { Vectors } from "./vectors.ts";

const PUTS = 100;
/** How many entries are on their way at once while a store is filled. */
const WRITERS = 16;

/**
 * Fills a new store with the first `size` vectors and measures what is asked of it: a row of times and,
 * where a wire leads to it, one of bytes and round trips.
 */
export async function measureStore(
  subject: Subject,
  vectors: Vectors,
  size: number,
  questions: readonly Question[],
): Promise<readonly Row[]> {
  const name = `${subject.name} ${size / 1_000}k`;
  const backend = await subject.start();
  try {
    const { store, close } = await backend.connect(backend.url ?? "");
    const fillSeconds = await fill(store, vectors, size);
    const lookups = await timeLookups(store, vectors, questions);
    const counted = backend.url && (await countLookups(backend, backend.url, vectors, questions));
    const puts = await timePuts(store, vectors, size);
    await close();
    const times = { name, ...lookups, ...puts, fillSeconds };
    return counted ? [times, wireRow(name, counted, subject.byteGate)] : [times];
  } finally {
    await backend.stop();
  }
}

function wireRow(name: string, counted: Counted, gate: number | undefined): Row {
  const ok = gate === undefined ? undefined : counted.mostBytes < gate;
  return { name: `${name} on the wire`, ...counted, gate, ok };
}

/** Writes the first `size` entries, and says how many seconds that took. */
export async function fill(store: CacheStore, vectors: Vectors, size: number): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const write = async (): Promise<void> => {
    while (next < size) await store.set(entryOf(vectors, next++));
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  return rounded((performance.now() - startedAt) / 1_000);
}

/** What it costs to replace an entry in a full store, one after the other. */
async function timePuts(store: CacheStore, vectors: Vectors, size: number): Promise<Partial<Row>> {
  const times: number[] = [];
  for (let put = 0; put < PUTS; put++) {
    const entry = entryOf(vectors, (put * 7_919) % size);
    const startedAt = performance.now();
    await store.set(entry);
    times.push(performance.now() - startedAt);
  }
  return { putP50Ms: percentile(times, 0.5), putP99Ms: percentile(times, 0.99) };
}
