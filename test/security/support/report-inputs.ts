import { TestRunner } from "vitest";

/** A row of the security checklist: `S4`. */
export type Row = `S${number}`;

/** What a test tried for a row: `10000 tuples of namespace and scope`. */
export interface TriedInputs {
  readonly row: Row;
  readonly count: number;
  readonly what: string;
}

declare module "vitest" {
  interface TaskMeta {
    triedInputs?: TriedInputs[];
  }
}

/** Tells the report of `npm run test:security` how many inputs the running test has tried. */
export function reportInputs(row: Row, count: number, what: string): void {
  const test = TestRunner.getCurrentTest();
  if (!test) throw new Error("reportInputs is called while a test runs.");
  test.meta.triedInputs = [...(test.meta.triedInputs ?? []), { row, count, what }];
}

/** A bounded number of inputs; `SECURITY_SCALE=10` tries ten times as many. */
export function scaled(count: number): number {
  const scale = Number(process.env.SECURITY_SCALE ?? 1);
  return Math.ceil(count * (scale > 0 ? scale : 1));
}
