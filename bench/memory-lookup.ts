import { growth } from "./growth/measure-growth.ts";
import { compareLookups, type Size } from "./memory/compare-lookups.ts";
import { bytesPerEntry, churn, million } from "./memory/measure-memory.ts";
import { nativePeers } from "./memory/peers.ts";
import { realRecall } from "./memory/real-recall.ts";
import type { Bench, BenchContext, Row } from "./support/bench.ts";

const SIZES: readonly Size[] = [
  { count: 1_000, dimensions: 1_536 },
  { count: 10_000, dimensions: 384 },
  { count: 10_000, dimensions: 1_536, gate: 50, hasPeers: true },
  { count: 100_000, dimensions: 384, gate: 40 },
  { count: 100_000, dimensions: 1_536, gate: 40 },
];
const LENGTHS = [384, 768, 1_536, 3_072];
const MILLION = 1_000_000;

/**
 * What a lookup by meaning costs in the memory store beside `cosineSimilarity` of `ai` in a loop and native
 * indexes, what it finds, and what a vector takes. `--sizes 10k` measures nothing but lookups at that size,
 * `--sizes 1m` a million entries; `--data` adds the recall among real sentences. `--only growth` measures the
 * rows of the plot in `docs/stores/memory.md` instead.
 */
export const memoryLookup: Bench = async (context) => {
  const rows: Row[] = [];
  for await (const row of measured(context)) {
    rows.push(row);
    context.report(row);
  }
  if (nativePeers(4, 1).length < 2) {
    context.note("Native indexes left out: not installed (npm ci in bench/peers).");
  }
  const failed = rows.filter(({ ok }) => ok === false).map(({ name }) => name);
  return failed.length === 0 ? "Every gate is kept." : `Over a gate: ${failed.join(", ")}.`;
};

async function* measured({ sizes, only, data, hasData }: BenchContext): AsyncGenerator<Row> {
  if (only?.includes("growth")) return yield* growth(sizes);
  for (const size of SIZES.filter(({ count }) => sizes?.includes(count) ?? true)) {
    yield* await compareLookups(size);
  }
  if (sizes?.includes(MILLION)) yield await million();
  if (!sizes) yield* memoryRows();
  if (hasData) yield* await realRecall(data());
}

async function* memoryRows(): AsyncGenerator<Row> {
  for (const dimensions of LENGTHS) {
    for (const precision of ["float32", "int8"] as const) {
      yield await bytesPerEntry(dimensions, precision);
    }
  }
  yield await churn();
}
