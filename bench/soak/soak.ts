/**
 * `npm run soak -- --seconds 60 --json`: several processes on one Redis, with faults of all kinds, and an
 * oracle that knows of every answer whether it is right. Ends with 1 when one was wrong, when a call failed
 * that should not, or when a rejection was not handled.
 */
import { Redis } from "ioredis";
import { startFaultProxy } from "../../src/testing/index.ts";
import { startRedis } from "../../test/support/engines/redis-engine.ts";
import { readArguments, type SoakArguments } from "./arguments.ts";
import type { WorkerOptions } from "./messages.ts";
import { startWeather } from "./network-weather.ts";
import { reportText } from "./report-text.ts";
import { createTally, type SoakReport } from "./tally.ts";
import { startCrew } from "./worker-crew.ts";

/** How far the clocks of the processes are off, in milliseconds. */
const SKEWS_MS = [0, 3_000, -3_000, 40_000, 0, -1_000, 1_000, -40_000];
const WEATHER = { everyMs: 10_000, stormMs: 500 };
const FLUSH_EVERY_MS = 17_000;
const KILL_EVERY_MS = 11_000;
const CHECK_EVERY_MS = 200;

const wanted = wantedOrExit();
const report = await soak(wanted);
const { wrongAnswers, failedCalls, unhandledRejections } = report;
process.stdout.write(
  `${wanted.json ? JSON.stringify(report, undefined, 2) : reportText(report)}\n`,
);
process.exit(wrongAnswers + failedCalls + unhandledRejections > 0 ? 1 : 0);

function wantedOrExit(): SoakArguments {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
}

async function soak({ seconds, operations, ...options }: SoakArguments): Promise<SoakReport> {
  const engine = await startRedis("redis", undefined);
  if (!engine) throw new Error("The soak needs a Redis server: npm run engines");
  const proxy = await startFaultProxy({ port: Number(new URL(engine.url).port) });
  const direct = new Redis(engine.url);
  const tally = createTally();
  const startedAt = performance.now();
  const crew = startCrew(workersOf(options, proxy.url(engine.url)), tally.hear);
  const weather = startWeather(proxy, WEATHER);
  const timers = [
    setInterval(() => crew.killOne(), KILL_EVERY_MS),
    setInterval(() => {
      tally.count("fault:redis:flushall", 1);
      direct.flushall().catch(() => {});
    }, FLUSH_EVERY_MS),
  ];
  try {
    const endsAt = startedAt + seconds * 1_000;
    while (performance.now() < endsAt && tally.operations() < operations) {
      await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS));
    }
  } finally {
    for (const timer of timers) clearInterval(timer);
    await weather.end();
    await crew.end();
    direct.disconnect();
    await proxy.close();
    await engine.server?.stop();
  }
  for (const [name, times] of Object.entries(weather.counts())) {
    tally.count(`fault:network:${name}`, times);
  }
  tally.count("fault:process:kill", crew.kills());
  const took = (performance.now() - startedAt) / 1_000;
  return tally.report({ seed: options.seed, workers: options.workers, seconds: took });
}

function workersOf(
  { workers, seed, concurrency }: Pick<SoakArguments, "workers" | "seed" | "concurrency">,
  url: string,
): WorkerOptions[] {
  return Array.from({ length: workers }, (_, index) => ({
    ...{ index, url, concurrency, seed: seed + index, sampleMs: 1_000 },
    skewMs: SKEWS_MS[index % SKEWS_MS.length] ?? 0,
  }));
}
