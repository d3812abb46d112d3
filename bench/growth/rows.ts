import { readFileSync } from "node:fs";

/** How a store keeps the numbers of its vectors. */
export type Precision = (typeof PRECISIONS)[number];

/** Both, in the order they are drawn. */
export const PRECISIONS = ["float32", "int8"] as const;

/** Bytes per number of a vector. */
export const BYTES_EACH: Readonly<Record<Precision, number>> = { float32: 4, int8: 1 };

/** What was measured of one size. */
export interface GrowthRow {
  readonly count: number;
  readonly dimensions: number;
  readonly precision: Precision;
  readonly p50Ms: number;
  readonly insertUs: number;
  readonly insertMeanUs: number;
  readonly bytesPerEntry: number;
}

/** One run of `--only growth`. */
export interface GrowthRun {
  /** Processor, Node, load and date. */
  readonly about: string;
  /** The fastest of the ways main memory was read, in bytes per second. */
  readonly bandwidth: number;
  readonly rows: readonly GrowthRow[];
}

interface AnyRow extends Partial<GrowthRow> {
  readonly about?: string;
  readonly compareGBps?: number;
  readonly sumGBps?: number;
  readonly copyGBps?: number;
}

/** Reads what `npm run measure` wrote. Throws an `Error` when a row of the machine or its memory is missing. */
export function readRun(file: URL): GrowthRun {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const rows = lines.map((line): AnyRow => JSON.parse(line));
  const about = rows.find((row) => row.about !== undefined)?.about;
  const memory = rows.find(({ copyGBps }) => copyGBps !== undefined);
  if (!about || !memory) throw new Error(`${file.pathname} is not whole: run npm run measure.`);
  const { compareGBps = 0, sumGBps = 0, copyGBps = 0 } = memory;
  return {
    about,
    bandwidth: 1e9 * Math.max(compareGBps, sumGBps, copyGBps),
    rows: rows.filter((row): row is GrowthRow => row.count !== undefined),
  };
}
