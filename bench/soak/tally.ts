import type { Failing, FromWorker, HeapSample } from "./messages.ts";
import { slopeOf } from "./slope.ts";

/** What a run came to. */
export interface SoakReport {
  readonly seed: number;
  readonly workers: number;
  readonly seconds: number;
  readonly operations: number;
  readonly operationsPerSecond: number;
  /** Answers that were another request's, another version's, too old, taken out, or not whole. */
  readonly wrongAnswers: number;
  /** Calls that failed though neither the model did nor the user left. */
  readonly failedCalls: number;
  readonly unhandledRejections: number;
  /** The first of each of these. */
  readonly firstFailings: readonly Failing[];
  /** Calls by what came of them. `crossed-a-write`: see docs/guides/invalidation-and-rag.md. */
  readonly outcomes: Counts;
  readonly operationsByName: Counts;
  /** Management that the store refused, or that took more than five seconds. */
  readonly refused: Counts;
  readonly events: Counts;
  readonly faults: Counts;
  readonly heaps: readonly HeapReport[];
}

/** Numbers by name. */
export type Counts = Readonly<Record<string, number>>;

/** The memory of one process. The longer it lived, the more its slope says. */
export interface HeapReport {
  readonly worker: number;
  /** How long the process lived, in seconds. */
  readonly seconds: number;
  /** Megabytes after a collection, at the end. */
  readonly megabytes: number;
  /** Of the line through all samples after the first third. */
  readonly megabytesPerMinute: number;
  /** Open sockets and the like, the first time after warming up and the last. */
  readonly handles: readonly [number, number];
}

/** Collects what workers say. */
export interface Tally {
  hear(worker: number, process: number, message: FromWorker): void;
  count(name: string, times: number): void;
  /** Operations so far. */
  operations(): number;
  report(run: { seed: number; workers: number; seconds: number }): SoakReport;
}

const MOST_SHOWN = 10;
const LEAST_SAMPLES = 6;

/** An empty {@link Tally}. */
export function createTally(): Tally {
  const counts = new Map<string, number>();
  const failings: Failing[] = [];
  const samples = new Map<string, HeapSample[]>();

  const count = (name: string, times: number): void =>
    void counts.set(name, (counts.get(name) ?? 0) + times);
  const under = (prefix: string): Counts =>
    Object.fromEntries(
      [...counts]
        .filter(([name]) => name.startsWith(`${prefix}:`))
        .map(([name, times]): [string, number] => [name.slice(prefix.length + 1), times])
        .sort(([, left], [, right]) => right - left),
    );
  const sumOf = (values: Counts): number =>
    Object.values(values).reduce((sum, one) => sum + one, 0);
  const failingsOf = (type: Failing["type"]): number =>
    failings.filter((failing) => failing.type === type).length;

  function heaps(): HeapReport[] {
    return [...samples].flatMap(([name, all]) => {
      const warm = all.slice(Math.floor(all.length / 3));
      const [first, last] = [warm.at(0), warm.at(-1)];
      if (!first || !last || warm.length < LEAST_SAMPLES) return [];
      const perMillisecond = slopeOf(warm.map(({ age, heapMegabytes }) => [age, heapMegabytes]));
      return {
        worker: Number(name.split(" ")[0]),
        seconds: last.age / 1_000,
        megabytes: last.heapMegabytes,
        megabytesPerMinute: perMillisecond * 60_000,
        handles: [first.handles, last.handles] as const,
      };
    });
  }

  return {
    hear(worker, process, message) {
      if (message.type === "counts") {
        for (const [name, times] of Object.entries(message.counts)) count(name, times);
      } else if (message.type === "sample") {
        const name = `${worker} ${process}`;
        samples.set(name, [...(samples.get(name) ?? []), message]);
      } else if (message.type !== "truth") failings.push(message);
    },
    count,
    operations: () => sumOf(under("operation")),
    report({ seed, workers, seconds }) {
      const operations = sumOf(under("operation"));
      return {
        ...{ seed, workers, seconds, operations, operationsPerSecond: operations / seconds },
        wrongAnswers: failingsOf("wrong"),
        failedCalls: failingsOf("failed"),
        unhandledRejections: failingsOf("unhandled"),
        firstFailings: failings.slice(0, MOST_SHOWN),
        outcomes: under("outcome"),
        operationsByName: under("operation"),
        refused: under("refused"),
        events: under("event"),
        faults: under("fault"),
        heaps: heaps(),
      };
    },
  };
}
