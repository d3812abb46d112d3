import { setTimeout as pause } from "node:timers/promises";
import { type FaultProxy, type NetworkFaults, startFaultProxy } from "../../src/testing/index.ts";
import type { Backend, Connection, Subject } from "../stores/subject.ts";
import { percentile } from "../stores/time-lookups.ts";
import type { Row } from "../support/bench.ts";
import { rounded } from "../support/measure.ts";
import { rush } from "./callers.ts";
import { type LoadedCache, loadedCache } from "./loaded-cache.ts";
import { closeAll } from "./open-subjects.ts";
import type { Kind } from "./questions.ts";

/** A store that is reached over a network which can be broken. */
interface Breakable extends LoadedCache {
  readonly name: string;
  readonly proxy: FaultProxy;
  close(): Promise<void>;
}

/** Both ways a store can be dead: it says so, or it says nothing. */
const FAULTS: Readonly<Record<string, NetworkFaults>> = {
  "refuses connections": { refuse: true },
  "never answers": { blackHole: true },
};
/** More than can be asked until hits come again: what missed is stored, and would hit exactly. */
const ENTRIES = 300;
const CALLS = 100;
/** Calls within which a breaker must have opened. */
const MOST_CALLS = 40;
/** What a call may wait for a dead store: `timeouts.get` and `timeouts.search`. */
const BUDGET_MS = 350;
/** `resilience.pause` is 5 s, a tenth more or less; the client has to connect again, too. */
const RECOVERY_GATE_MS = 10_000;
const POLL_MS = 50;

/**
 * What calls wait for a store that is dead, before and after the breakers open, and how long it takes until
 * hits come again when it is back. The model answers at once, so all that is waited for is the cache.
 */
export async function* measureOutages(subjects: readonly Subject[]): AsyncGenerator<Row> {
  for (const subject of subjects) {
    for (const [fault, faults] of Object.entries(FAULTS)) {
      const breakable = await openBreakable(subject);
      if (!breakable) break; // a store in this process cannot be cut off
      try {
        yield await outage(breakable, fault, faults);
      } finally {
        await breakable.close();
      }
    }
  }
}

async function openBreakable(subject: Subject): Promise<Breakable | undefined> {
  const backend: Backend = await subject.start();
  if (!backend.url) {
    await backend.stop();
    return undefined;
  }
  const proxy = await startFaultProxy({ port: Number(new URL(backend.url).port) });
  const url = proxy.url(backend.url).replace(/\/$/, "");
  const connection: Connection = await backend.connect(url);
  const loaded = loadedCache(connection.store, ENTRIES);
  await loaded.fill(ENTRIES);
  return {
    ...loaded,
    name: subject.name,
    proxy,
    async close() {
      await closeAll(loaded, connection, backend);
      await proxy.close();
    },
  };
}

async function outage(one: Breakable, fault: string, faults: NetworkFaults): Promise<Row> {
  const { proxy, questions } = one;
  const healthy = await rush(one, questions.next("semantic", CALLS), 1);
  await proxy.inject(faults);
  const before = await untilBreakersOpen(one);
  const after = await rush(one, questions.next("miss", CALLS), 1);
  await proxy.heal();
  const healedAt = performance.now();
  const exactAgainMs = await untilHit(one, "exact", healedAt);
  const semanticAgainMs = await untilHit(one, "semantic", healedAt);
  const worst = Math.max(...before.times);
  const wrong = healthy.wrongAnswers + before.wrongAnswers + after.wrongAnswers;
  const isBackInTime = Math.max(exactAgainMs, semanticAgainMs) <= RECOVERY_GATE_MS;
  return {
    name: `${one.name} ${fault}`,
    healthyP50Ms: percentile(healthy.times, 0.5),
    callsBeforeOpen: before.times.length,
    beforeP50Ms: percentile(before.times, 0.5),
    beforeWorstMs: rounded(worst),
    budgetMs: BUDGET_MS,
    openP50Ms: percentile(after.times, 0.5),
    openP99Ms: percentile(after.times, 0.99),
    exactHitAgainMs: Math.round(exactAgainMs),
    semanticHitAgainMs: Math.round(semanticAgainMs),
    wrongAnswers: wrong,
    ok: worst <= 2 * BUDGET_MS + 250 && isBackInTime && wrong === 0,
  };
}

interface Waited {
  readonly times: readonly number[];
  readonly wrongAnswers: number;
}

/** Asks one after the other until nobody waits for the store any more. */
async function untilBreakersOpen(one: Breakable): Promise<Waited> {
  const times: number[] = [];
  let wrongAnswers = 0;
  one.tally.reset();
  while (times.length < MOST_CALLS) {
    const asked = await rush(one, one.questions.next("miss", 1), 1);
    wrongAnswers += asked.wrongAnswers;
    if (one.tally.count("miss:breaker-open") > 0) break; // what is read first decides
    times.push(...asked.times);
  }
  return { times, wrongAnswers };
}

/** How long after the store was back a question was answered from it again, in milliseconds. */
async function untilHit(one: Breakable, kind: Kind, healedAt: number): Promise<number> {
  one.tally.reset();
  while (performance.now() - healedAt < RECOVERY_GATE_MS) {
    await rush(one, one.questions.next(kind, 1), 1);
    if (one.tally.count(`hit:${kind}`) > 0) return performance.now() - healedAt;
    await pause(POLL_MS);
  }
  return Number.POSITIVE_INFINITY;
}
