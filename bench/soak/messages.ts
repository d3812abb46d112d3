import type { Truth } from "./truths.ts";

/** How a worker is started, as JSON in its arguments. */
export interface WorkerOptions {
  readonly index: number;
  readonly url: string;
  readonly seed: number;
  /** How far its clock is off, in milliseconds. */
  readonly skewMs: number;
  /** Requests at once. */
  readonly concurrency: number;
  /** Between two looks at the heap, in milliseconds. */
  readonly sampleMs: number;
}

/** What one look at a worker's memory found. */
export interface HeapSample {
  /** Of the process, in milliseconds. */
  readonly age: number;
  /** After a garbage collection. */
  readonly heapMegabytes: number;
  readonly handles: number;
}

/** Something that must not be: said at once, before the process may be killed. */
export interface Failing {
  readonly type: "wrong" | "failed" | "unhandled";
  readonly what: string;
}

/** What a worker tells the run. */
export type FromWorker =
  | { readonly type: "truth"; readonly truth: Truth }
  /** Counts since the last ones, by name: `operation:ask`, `event:hit:exact`, `fault:store:hang`. */
  | { readonly type: "counts"; readonly counts: Readonly<Record<string, number>> }
  | ({ readonly type: "sample" } & HeapSample)
  | Failing;

/** What the run tells a worker. */
export type ToWorker = { readonly type: "truth"; readonly truth: Truth } | { readonly type: "end" };
