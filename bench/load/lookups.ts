import { setTimeout as pause } from "node:timers/promises";
import { percentile } from "../stores/time-lookups.ts";
import type { Row } from "../support/bench.ts";
import { medianOf } from "../support/measure.ts";
import { type Rush, rush } from "./callers.ts";
import type { Loaded } from "./open-subjects.ts";
import type { Kind } from "./questions.ts";
import { addTo, type Counts, told } from "./tally.ts";

const KINDS: readonly Kind[] = ["exact", "semantic", "miss"];
const CALLERS = [1, 32, 256] as const;
const ROUNDS = 3;
/** Rounds after the first end with this. */
const BUDGET_MS = 120_000;
/** Questions in one run: of one caller, and of many. */
const QUESTIONS = { alone: 64, together: 512 };

/** For as long as a breaker stays open, and more. */
const [MOST_TRIES, RETRY_MS] = [40, 200];

/** All runs of one store with so many callers. */
interface Runs {
  readonly loaded: Loaded;
  readonly callers: number;
  readonly byKind: Readonly<Record<Kind, Rush[]>>;
  /** What the cache said of questions that should have hit. */
  readonly lost: Counts;
  readonly notStored: Counts;
}

/**
 * What a lookup through the middleware takes with 1, 32 and 256 callers at once. Every round asks each store
 * in turn, so that a disturbance meets all of them. What is stored on a miss is part of the load, as it is
 * in an application, and taken out again after the run.
 */
export async function measureLookups(stores: readonly Loaded[]): Promise<readonly Row[]> {
  const runs = stores.flatMap((loaded) => CALLERS.map((callers) => noRuns(loaded, callers)));
  for (const run of runs) for (const kind of KINDS) await warmUp(run, kind);
  const startedAt = performance.now();
  for (const [round, run] of inTurns(runs)) {
    if (round > 0 && performance.now() - startedAt > BUDGET_MS) break;
    for (const kind of KINDS) await runOnce(run, kind);
  }
  return runs.map(toRow);
}

/** All of them once each round, in changing order. */
function* inTurns(runs: readonly Runs[]): Generator<[round: number, run: Runs]> {
  for (let round = 0; round < ROUNDS; round++) {
    yield* [...runs.slice(round), ...runs.slice(0, round)].map((run): [number, Runs] => [
      round,
      run,
    ]);
  }
}

function noRuns(loaded: Loaded, callers: number): Runs {
  const byKind = { exact: [], semantic: [], miss: [] };
  return { loaded, callers, byKind, lost: new Map(), notStored: new Map() };
}

async function warmUp({ loaded, callers }: Runs, kind: Kind): Promise<void> {
  await rush(loaded, loaded.questions.next(kind, QUESTIONS.alone), callers);
  await loaded.forgetAsked();
}

async function runOnce(run: Runs, kind: Kind): Promise<void> {
  const { loaded, callers } = run;
  const { questions, tally } = loaded;
  await untilHealthy(loaded);
  tally.reset();
  const asked = questions.next(kind, callers === 1 ? QUESTIONS.alone : QUESTIONS.together);
  globalThis.gc?.({ type: "minor" });
  const done = await rush(loaded, asked, callers);
  const lost = kind === "miss" ? [] : tally.counts("miss:");
  addTo(run.lost, lost);
  await loaded.forgetAsked();
  addTo(run.notStored, tally.counts("not-stored:"));
  run.byKind[kind].push(done);
  if (lost.length > 0) await loaded.fill(loaded.entries); // a miss took the place of what was stored
}

/** Waits until no breaker is left open by an earlier run. */
async function untilHealthy(loaded: Loaded): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    loaded.tally.reset();
    for (const kind of ["exact", "semantic"] as const) {
      await rush(loaded, loaded.questions.next(kind, 1), 1);
    }
    await loaded.forgetAsked();
    if (loaded.tally.counts("miss:").length === 0) return;
    await pause(RETRY_MS);
  }
}

function toRow({ loaded, callers, byKind, lost, notStored }: Runs): Row {
  const wrongAnswers = Object.values(byKind)
    .flat()
    .reduce((sum, one) => sum + one.wrongAnswers, 0);
  return {
    name: loaded.name,
    callers,
    ...Object.assign({}, ...KINDS.map((kind) => figuresOf(kind, byKind[kind]))),
    hitsLost: told(lost),
    notStored: told(notStored),
    wrongAnswers,
    ok: lost.size === 0 && wrongAnswers === 0,
  };
}

function figuresOf(kind: Kind, rushes: readonly Rush[]): Partial<Row> {
  const times = rushes.flatMap((one) => one.times);
  return {
    [`${kind}PerSecond`]: Math.round(medianOf(rushes.map(({ perSecond }) => perSecond))),
    [`${kind}P50Ms`]: percentile(times, 0.5),
    [`${kind}P99Ms`]: percentile(times, 0.99),
  };
}
