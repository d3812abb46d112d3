import type { Counts, SoakReport } from "./tally.ts";

/** A report for people. */
export function reportText(report: SoakReport): string {
  const { seed, workers, seconds, operations, operationsPerSecond, heaps } = report;
  return [
    `${operations} operations in ${seconds.toFixed(0)} s by ${workers} processes on one Redis, ${operationsPerSecond.toFixed(0)} a second (seed ${seed})`,
    "",
    `wrong answers          ${report.wrongAnswers}`,
    `failed calls           ${report.failedCalls}`,
    `unhandled rejections   ${report.unhandledRejections}`,
    ...report.firstFailings.map(({ type, what }) => `\n${type}: ${what}`),
    "",
    ...section("what came of calls", report.outcomes),
    ...section("operations", report.operationsByName),
    ...section("management that was refused", report.refused),
    ...section("faults", report.faults),
    ...section("events", report.events),
    "heap after collection: the slope of a process that lived for seconds says little",
    ...heaps.map(
      ({ worker, seconds: lived, megabytes, megabytesPerMinute, handles: [first, last] }) =>
        `  worker ${worker}, ${lived.toFixed(0)} s: ${megabytes.toFixed(1)} MB, ${megabytesPerMinute.toFixed(2)} MB a minute, handles ${first} then ${last}`,
    ),
  ].join("\n");
}

function section(title: string, counts: Counts): string[] {
  const width = Math.max(0, ...Object.keys(counts).map((name) => name.length));
  const lines = Object.entries(counts).map(
    ([name, times]) => `  ${name.padEnd(width)} ${String(times).padStart(9)}`,
  );
  return [title, ...lines, ""];
}
