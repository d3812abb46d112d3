import { DefaultReporter, type Reporter, type TestModule } from "vitest/node";
import type { FaultFacts } from "../faults/support/report-fault.ts";

/** All that was found of one fault, one store and one operation. */
interface Row extends FaultFacts {
  readonly tests: number;
}

/**
 * A reporter for `npm run test:faults`: Vitest's own, and after it the fault matrix: fault × store ×
 * operation, how many calls were made, how many of them failed, and the longest wait against the budget.
 */
// biome-ignore lint/style/noDefaultExport: Vitest takes a reporter from the default export.
export default function faultReport(): Reporter {
  const usual = new DefaultReporter();
  const endUsually = usual.onTestRunEnd.bind(usual);
  const onTestRunEnd: Reporter["onTestRunEnd"] = (modules, errors, reason) => {
    endUsually(modules, errors, reason);
    process.stdout.write(`${reportOf(modules).join("\n")}\n`);
  };
  return Object.assign(usual, { onTestRunEnd });
}

function reportOf(modules: readonly TestModule[]): string[] {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const rows = rowsOf(tests.flatMap((test) => test.meta().faults ?? []));
  if (rows.length === 0) return ["", "No test of the fault matrix reported anything."];
  const sum = (field: "cases" | "failed"): number =>
    rows.reduce((total, row) => total + row[field], 0);
  const late = rows.filter(({ worstAddedMs = 0, budgetMs = Infinity }) => worstAddedMs > budgetMs);
  return [
    "",
    ...table(rows),
    "",
    `${sum("cases")} calls under ${new Set(rows.map(({ fault }) => fault)).size} faults, ${sum("failed")} failed or wrong; ` +
      `${late.length} of ${rows.length} rows above their budget`,
  ];
}

function rowsOf(facts: readonly FaultFacts[]): Row[] {
  const rows = new Map<string, Row>();
  for (const fact of facts) {
    const name = [fact.fault, fact.store, fact.operation].join(" | ");
    const row = rows.get(name);
    rows.set(name, row ? joined(row, fact) : { ...fact, tests: 1 });
  }
  return [...rows.values()].sort(
    (left, right) =>
      left.fault.localeCompare(right.fault, "en", { numeric: true }) ||
      left.store.localeCompare(right.store) ||
      left.operation.localeCompare(right.operation),
  );
}

/** Both together: counts are added, of waits the one that is nearest to its budget is shown. */
function joined(row: Row, fact: FaultFacts): Row {
  const share = ({ worstAddedMs = 0, budgetMs = 1 }: FaultFacts): number => worstAddedMs / budgetMs;
  const worse = share(fact) > share(row) ? fact : row;
  const { cases, failed, tests } = row;
  return {
    ...row,
    ...worse,
    cases: cases + fact.cases,
    failed: failed + fact.failed,
    tests: tests + 1,
  };
}

const HEADINGS = ["fault", "store", "operation", "calls", "failed", "worst added", "budget"];
const TEXT_COLUMNS = 3;

function table(rows: readonly Row[]): string[] {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines.map((line) =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < TEXT_COLUMNS ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  "),
  );
}

function cells({ fault, store, operation, cases, failed, worstAddedMs, budgetMs }: Row): string[] {
  const inMs = (value: number | undefined): string =>
    value === undefined ? "" : `${Math.round(value)} ms`;
  return [fault, store, operation, `${cases}`, `${failed}`, inMs(worstAddedMs), inMs(budgetMs)];
}
