import type { LabelledData } from "./labelled-data.ts";

/** One measured thing: a name, and its figures. */
export interface Row {
  readonly name: string;
  /** The limit a figure must keep, where there is one. */
  readonly gate?: number | undefined;
  /** Whether it was kept. */
  readonly ok?: boolean | undefined;
  readonly [figure: string]: string | number | boolean | Share | undefined;
}

/** A share in percent, with the interval that holds the true one 95 times of 100. */
export interface Share {
  readonly percent: number;
  readonly low: number;
  readonly high: number;
}

/** What a bench is given to work with. */
export interface BenchContext {
  /** The labelled data that `--data` names. Throws when it was not given. */
  readonly data: () => LabelledData;
  /** Whether `--data` was given, for benches that do more with it. */
  readonly hasData: boolean;
  /** What `--sizes` says, `1k` being 1,000: for benches that fill something. */
  readonly sizes: readonly number[] | undefined;
  /** What `--only` says: the names of those that are wanted. */
  readonly only: readonly string[] | undefined;
  /** What `--show-failures` says: the set whose failures are wanted. */
  readonly showFailures: string | undefined;
  /** Reports one row of figures. */
  readonly report: (row: Row) => void;
  /** Reports a row that only machines want to read: left out without `--json`. */
  readonly detail: (row: Row) => void;
  /** Tells what only people want to read: left out with `--json`. */
  readonly note: (text: string) => void;
}

/** One question, answered by measuring. Returns the answer in one sentence. */
export type Bench = (context: BenchContext) => Promise<string>;
