import { DefaultReporter, type Reporter, type TestCase, type TestModule } from "vitest/node";
import type { Row, TriedInputs } from "../security/support/report-inputs.ts";

/** What a row of the checklist is about, and where it is checked when no test here can. */
const ROWS: Readonly<Record<Row, string>> = {
  S1: "isolation of namespaces and scopes",
  S2: "the partition is injective",
  S3: "the partition leaves room for paraphrases",
  S4: "no text of a request reaches a query",
  S5: "names of tables, indexes and prefixes",
  S6: "clearing what looks like a pattern",
  S7: "payloads are data",
  S8: "limits",
  S9: "vectors",
  S10: "text",
  S11: "what is never stored",
  S12: "guards against near questions",
  S13: "the same question in another conversation",
  S14: "where texts are stored",
  S15: "encryption",
  S16: "poisoning: flood and purge",
  S17: "outputs without texts",
  S18: "timing",
  S19: "decompression",
  S20: "patterns are linear",
  S21: "supply chain",
  S22: "time limits and erasure",
};

const ELSEWHERE: readonly string[] = [
  "S18  that a hit is fast can be told within one scope: docs/security.md#timing; `replay` paces hits",
  "S21  no run-time dependencies, no install scripts: test/package.test.ts;",
  "     pinned actions, provenance by trusted publishing: test/release.test.ts, .github/workflows",
];

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  inputs: number;
  readonly tried: Map<string, number>;
}

/**
 * A reporter for `npm run test:security`: Vitest's own, and after it a line per row of the checklist with
 * the tests and the inputs they tried. A test that does not say is one input.
 */
// biome-ignore lint/style/noDefaultExport: Vitest takes a reporter from the default export.
export default function securityReport(): Reporter {
  const usual = new DefaultReporter();
  const endUsually = usual.onTestRunEnd.bind(usual);
  const onTestRunEnd: Reporter["onTestRunEnd"] = (modules, errors, reason) => {
    endUsually(modules, errors, reason);
    process.stdout.write(`${reportOf(modules).join("\n")}\n`);
  };
  return Object.assign(usual, { onTestRunEnd });
}

function reportOf(modules: readonly TestModule[]): string[] {
  const tallies = talliesOf(modules);
  const broken = modules.filter((module) => module.errors().length > 0);
  const columns = ["", "", "tests", "failed", "skipped", "inputs"];
  const rows = Object.entries(ROWS).map(([row, about]) => rowOf(row, about, tallies.get(row)));
  return [
    "",
    ...aligned([columns, ...rows]),
    "",
    "Inputs:",
    ...[...tallies].toSorted(byNumber).flatMap(([row, { tried }]) => triedLines(row, tried)),
    "",
    "Checked elsewhere, or by people:",
    ...ELSEWHERE.map((line) => `  ${line}`),
    ...broken.map(({ moduleId }) => `Could not be loaded: ${moduleId}`),
  ];
}

function talliesOf(modules: readonly TestModule[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const test of modules.flatMap((module) => [...module.children.allTests()])) {
    const row = /^S\d+/.exec(test.fullName)?.[0] ?? "other";
    const tally = tallies.get(row) ?? newTally();
    tallies.set(row, tally);
    addTest(tally, test);
  }
  return tallies;
}

function newTally(): Tally {
  return { passed: 0, failed: 0, skipped: 0, inputs: 0, tried: new Map() };
}

function addTest(tally: Tally, test: TestCase): void {
  const { state } = test.result();
  tally[state === "passed" || state === "failed" ? state : "skipped"]++;
  if (state !== "passed" && state !== "failed") return;
  const { triedInputs = [] }: { readonly triedInputs?: readonly TriedInputs[] } = test.meta();
  tally.inputs += triedInputs.reduce((sum, { count }) => sum + count, 0) || 1;
  for (const { count, what } of triedInputs) {
    tally.tried.set(what, (tally.tried.get(what) ?? 0) + count);
  }
}

function rowOf(row: string, about: string, tally: Tally | undefined): string[] {
  if (!tally) return [row, about, "-", "-", "-", "-"];
  const tests = tally.passed + tally.failed;
  const numbers = [tests, tally.failed, tally.skipped, tally.inputs];
  return [row, about, ...numbers.map((number) => number.toLocaleString("en"))];
}

function triedLines(row: string, tried: ReadonlyMap<string, number>): string[] {
  return [...tried].map(
    ([what, count]) => `  ${row.padEnd(4)} ${count.toLocaleString("en").padStart(8)}  ${what}`,
  );
}

function byNumber([left]: readonly [string, Tally], [right]: readonly [string, Tally]): number {
  return Number(left.slice(1)) - Number(right.slice(1));
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  "),
  );
}
