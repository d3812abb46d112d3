/** One process of the soak: `fork("bench/soak/worker.ts", [JSON of WorkerOptions])`, with an IPC channel. */
import { wrapLanguageModel } from "ai";
import { createLru } from "../../src/lru.ts";
import { seededRandom } from "../../src/testing/chaos/seeded-random.ts";
import { shortName } from "../../test/support/short-name.ts";
import { createCounter } from "./counter.ts";
import type { FromWorker, ToWorker, WorkerOptions } from "./messages.ts";
import { createOperations } from "./operations.ts";
import { openSoakCache } from "./soak-cache.ts";
import { soakModel } from "./soak-models.ts";
import { createTruths, type Truth } from "./truths.ts";

const COUNTS_EVERY_MS = 250;
const options: WorkerOptions = JSON.parse(process.argv[2] ?? "{}");
const { index, url, seed, skewMs, concurrency, sampleMs } = options;
const startedAt = performance.now();
const say = (message: FromWorker): void => void process.send?.(message);

skewClock(skewMs);
const counter = createCounter();
process.on("unhandledRejection", (reason) => say({ type: "unhandled", what: textOf(reason) }));
process.on("uncaughtException", (error) => say({ type: "unhandled", what: textOf(error) }));
process.on("disconnect", () => process.exit(1)); // nobody is there any more to end this

const rescued = createLru<string, true>({ maxWeight: 1_000 });
const givenUp = createLru<string, true>({ maxWeight: 10_000 });
const soaked = await openSoakCache({ url, index, seed }, (event) => {
  if (event.type === "rescue") rescued.set(event.entryId, true);
  if (event.type === "error" && event.stage === "write") {
    givenUp.set(`${event.scope}.${event.key}`, true);
  }
  const isShared = event.type === "hit" && event.inFlight;
  counter.add(`event:${shortName(event)}${isShared ? ":in-flight" : ""}`);
});
const inner = ["soak-1", "soak-2"].map((modelId) => soakModel(modelId, seed));
const models = Object.fromEntries(
  inner.map((model) => [model.modelId, wrapLanguageModel({ model, middleware: soaked.cache })]),
);
const truths = createTruths();
const operations = createOperations({
  ...{ cache: soaked.cache, models, truths, counter, random: seededRandom(seed) },
  wasRescued: (entryId) => entryId !== undefined && rescued.get(entryId) === true,
  wasGivenUp: (entryId) => entryId !== undefined && givenUp.get(entryId) === true,
  publish(truth: Truth) {
    truths.learn(truth);
    say({ type: "truth", truth });
  },
  report: say,
});

const faultsBefore = new WeakMap<object, Record<string, number>>();
let isOver = false;
process.on("message", (message: ToWorker) => {
  if (message.type === "truth") truths.learn(message.truth);
  else isOver = true;
});
const timers = [setInterval(sayCounts, COUNTS_EVERY_MS), setInterval(sample, sampleMs)];

await Promise.all(Array.from({ length: concurrency }, work));
await soaked.cache.flush();
for (const timer of timers) clearInterval(timer);
sample();
sayCounts();
await soaked.close();
process.disconnect();
process.exit(0);

async function work(): Promise<void> {
  while (!isOver) await operations.next();
}

function sample(): void {
  globalThis.gc?.();
  const heapMegabytes = process.memoryUsage().heapUsed / 2 ** 20;
  const handles = process.getActiveResourcesInfo().filter((name) => name !== "Timeout").length;
  say({ type: "sample", age: performance.now() - startedAt, heapMegabytes, handles });
}

function sayCounts(): void {
  countFaults("store", soaked.store);
  countFaults("embedding", soaked.embedding);
  for (const model of inner) countFaults("model", model);
  say({ type: "counts", counts: counter.take() });
}

/** What a chaos tool did since it was asked last. */
function countFaults(tool: string, chaotic: { chaos: { counts(): Record<string, number> } }): void {
  const before = faultsBefore.get(chaotic) ?? {};
  const { ok: _fine, ...faults } = chaotic.chaos.counts();
  for (const [fault, times] of Object.entries(faults)) {
    const more = times - (before[fault] ?? 0);
    if (more > 0) counter.add(`fault:${tool}:${fault}`, more);
  }
  faultsBefore.set(chaotic, faults);
}

/** Lets the clock of this process go wrong; what is measured by `performance.now` is right. */
function skewClock(milliseconds: number): void {
  const now = Date.now.bind(Date);
  Date.now = () => now() + milliseconds;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
