import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect } from "vitest";
import { faultyStores } from "./support/faulty-stores.ts";
import { onEveryStore, SCALE } from "./support/on-every-store.ts";
import { question } from "./support/oracle-model.ts";
import { type CallsReport, TIMEOUTS, type UserCalls } from "./support/user-calls.ts";

const known = Array.from({ length: 3 }, (_, at) => question(`library ${at}`));
const others = Array.from({ length: 20 }, (_, at) => question(`museum ${at}`));
/** Five until the breaker opens, and one a pause. */
const MOST_WAITS = 8;
const MANY = 300 * SCALE;
const FLAT_BYTES = 20 * 2 ** 20;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function heapNow(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Asks so many new questions, and keeps nothing of them. */
async function runMany({ run, oracle, events }: UserCalls, count: number): Promise<CallsReport[]> {
  const reports: CallsReport[] = [];
  for (let at = 0; at < count; at += 100) {
    reports.push(
      await run(Array.from({ length: 100 }, (_, index) => question(`lab ${at + index}`))),
    );
    for (const seen of [oracle.doGenerateCalls, oracle.doStreamCalls, events]) seen.length = 0;
  }
  return reports;
}

describe("F3 a black hole costs at most the budget per call, then nothing", {
  concurrent: true,
}, () => {
  onEveryStore({ fault: "F3", stores: faultyStores }, "swallows everything", async (cell) => {
    const { faulty, calls, hold } = cell;
    await calls.run(known);
    await calls.cache.flush();

    await faulty.become("silent");
    const report = await calls.run(others);

    hold(report);
    const waited = report.addedMs.filter((ms) => ms > TIMEOUTS.get / 2);
    expect(waited.length, "calls that waited for the store").toBeLessThanOrEqual(MOST_WAITS);
    await faulty.become("well");
    expect(await calls.untilHit(known[0] ?? "", 6_000)).toBeLessThan(6_000);
  });
});

describe(`F3 ${MANY} calls into a black hole leave nothing behind`, () => {
  const stores = faultyStores.filter(({ name }) => /^(redis, io|pgvector)/.test(name));

  onEveryStore({ fault: "F3", stores, sideBySide: false }, "the heap stays flat", async (cell) => {
    const { faulty, calls, hold } = cell;
    await runMany(calls, 100);
    await faulty.become("silent");
    await runMany(calls, 200);
    const before = heapNow();

    const reports = await runMany(calls, MANY);

    for (const report of reports) hold(report);
    expect(heapNow() - before).toBeLessThan(FLAT_BYTES);
  });
});
