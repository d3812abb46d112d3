import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { SoakReport } from "../../bench/soak/tally.ts";
import { ROOT } from "../support/docs-run.ts";
import { describeOn } from "../support/engines/engine.ts";
import { reportFault } from "./support/report-fault.ts";

const run = promisify(execFile);
const SECONDS = 10 * Number(process.env.FAULTS_SCALE ?? 1);

async function soak(): Promise<SoakReport> {
  const script = join(ROOT, "bench/soak/soak.ts");
  const asked = ["--seconds", String(SECONDS), "--workers", "2", "--json"];
  const args = ["--conditions=semantic-cache-source", script, ...asked];
  // What it found is in its report, whatever it ends with.
  const { stdout } = await run(process.execPath, args).catch((error) => error);
  return JSON.parse(stdout);
}

describeOn("redis", { store: "redis and tiered", client: "several processes" }, () => {
  test("F18 faults of all kinds at once make no answer wrong and no call fail", {
    timeout: 60_000 + SECONDS * 2_000,
  }, async (context) => {
    const report = await soak();

    for (const operation of ["generate", "stream"] as const) {
      const cases = report.operationsByName[operation] ?? 0;
      const failed = report.wrongAnswers + report.failedCalls;
      reportFault(context, { fault: "F18", store: "redis, tiered", operation, cases, failed });
    }
    expect(report.firstFailings).toEqual([]);
    expect(report.outcomes.right).toBeGreaterThan(0);
    expect(Object.keys(report.faults).length).toBeGreaterThan(10);
  });
});
