import { basename } from "node:path";
import {
  DefaultReporter,
  type Reporter,
  type TestCase,
  type TestModule,
  type TestSuite,
} from "vitest/node";

/** Where a test belongs: the title of its suite reads `redis on Redis 8.0.2, ioredis 6`. */
interface Place {
  readonly store: string;
  readonly on: string;
}

type Column = "passed" | "failed" | "skipped";

type Fate = Column | "not applicable" | "not run";

/** A test, or a whole suite that was not run. */
interface Case {
  readonly place: Place;
  readonly text: string;
  readonly fate: Fate;
}

interface Line extends Place, Record<Column, number> {}

/** What a suite of an outside service says: `redis-search on Redis Search waits for REDIS_SEARCH_URL`. */
const WAITS = / waits for \S/;

/**
 * A reporter for `npm run test:stores`: Vitest's own, and after it how many cases passed, failed and were
 * skipped per store and engine. Cases that do not apply to a store (skipped with a reason) and suites
 * that wait for an outside service are listed apart.
 */
// biome-ignore lint/style/noDefaultExport: Vitest takes a reporter from the default export.
export default function storeReport(): Reporter {
  const usual = new DefaultReporter();
  const endUsually = usual.onTestRunEnd.bind(usual);
  const onTestRunEnd: Reporter["onTestRunEnd"] = (modules, errors, reason) => {
    endUsually(modules, errors, reason);
    process.stdout.write(`${reportOf(modules).join("\n")}\n`);
  };
  return Object.assign(usual, { onTestRunEnd });
}

function reportOf(modules: readonly TestModule[]): string[] {
  const cases = modules.flatMap(casesOf);
  const lines = linesOf(cases.filter(({ fate }) => isColumn(fate)));
  const apart = (fate: Fate): Set<string> =>
    new Set(cases.filter((one) => one.fate === fate).map(({ text }) => text));
  const broken = new Set(
    modules.filter((module) => module.errors().length > 0).map(({ moduleId }) => moduleId),
  );
  return [
    "",
    ...table(lines),
    ...section("Does not apply", apart("not applicable")),
    ...section("Not run", apart("not run")),
    ...section("Could not be loaded", broken),
    "",
    closing(lines, broken.size),
  ];
}

/** The tests of a file, and one case for every suite whose engine is not there. */
function casesOf(module: TestModule): Case[] {
  const suites = [...module.children.suites()]
    .filter((suite) => suite.children.size === 0)
    .map((suite) => ({
      place: placeOf(module, suite),
      text: suite.name,
      fate: WAITS.test(suite.name) ? ("not run" as const) : ("skipped" as const),
    }));
  const tests = [...module.children.allTests()].map((test) => {
    const suite = topSuite(test);
    return { place: placeOf(module, suite), ...fateOf(test, suite?.name ?? "") };
  });
  return [...suites, ...tests];
}

function fateOf(test: TestCase, title: string): Pick<Case, "text" | "fate"> {
  if (WAITS.test(title)) return { text: title, fate: "not run" };
  const result = test.result();
  if (result.state !== "skipped" || !result.note) {
    return { text: test.name, fate: result.state === "pending" ? "skipped" : result.state };
  }
  return { text: `${title}: ${test.name} (${result.note})`, fate: "not applicable" };
}

function linesOf(cases: readonly Case[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { place, fate } of cases) {
    const name = `${place.store} on ${place.on}`;
    const line = lines.get(name) ?? { ...place, passed: 0, failed: 0, skipped: 0 };
    if (isColumn(fate)) line[fate]++;
    lines.set(name, line);
  }
  return [...lines.values()];
}

function isColumn(fate: Fate): fate is Column {
  return fate === "passed" || fate === "failed" || fate === "skipped";
}

/** The suite directly in a file that a test is in, if it is in one. */
function topSuite(test: TestCase): TestSuite | undefined {
  let at: TestSuite | TestModule = test.parent;
  let suite: TestSuite | undefined;
  while (at.type === "suite") {
    suite = at;
    at = at.parent;
  }
  return suite;
}

function placeOf(module: TestModule, suite: TestSuite | undefined): Place {
  const [, store, on] = /^(.+?) on (.+)$/.exec(suite?.name ?? "") ?? [];
  if (store && on) return { store, on };
  const file = basename(module.moduleId);
  const name = file.replace(/\.test(-d)?\.ts$/, "");
  return { store: name, on: file.endsWith(".test-d.ts") ? "(types)" : "(cases of its own)" };
}

function table(lines: readonly Line[]): string[] {
  const sorted = lines.toSorted(
    (left, right) => left.store.localeCompare(right.store) || left.on.localeCompare(right.on),
  );
  const rows = [
    ["store", "on", "passed", "failed", "skipped"],
    ...sorted.map((line) =>
      [line.store, line.on, line.passed, line.failed, line.skipped].map(String),
    ),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  "),
  );
}

function section(title: string, items: ReadonlySet<string>): string[] {
  return items.size === 0 ? [] : ["", `${title}:`, ...[...items].map((item) => `  ${item}`)];
}

function closing(lines: readonly Line[], broken: number): string {
  const sum = (column: Column): number => lines.reduce((total, line) => total + line[column], 0);
  return `${sum("passed")} passed, ${sum("failed") + broken} failed`;
}
