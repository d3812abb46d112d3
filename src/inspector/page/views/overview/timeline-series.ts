import type { TimelinePoint } from "../../../contract.ts";
import type { TimeSeries } from "../../parts/time-chart.tsx";

const BAR_MS = 120_000;
/** Bars before one that its hit rate is of, too. */
const SMOOTHED = 4;

/** What the charts draw of a time line. */
export interface TimelineSeries {
  readonly times: readonly number[];
  readonly requests: readonly TimeSeries[];
  readonly rate: readonly TimeSeries[];
  readonly tokens: readonly TimeSeries[];
}

/** The {@link TimelineSeries} of a time line. */
export function timelineSeries(stretches: readonly TimelinePoint[]): TimelineSeries {
  const timeline = grouped(stretches);
  const values = (read: (point: TimelinePoint) => number): number[] => timeline.map(read);
  return {
    times: values(({ from }) => from),
    requests: [
      { name: "Exact", color: "--exact", values: values(({ exact }) => exact) },
      { name: "By meaning", color: "--semantic", values: values(({ semantic }) => semantic) },
      { name: "Miss", color: "--miss", values: values(({ misses }) => misses) },
      { name: "Bypass", color: "--bypass", values: values(({ bypasses }) => bypasses) },
    ],
    rate: [
      {
        name: "Hit rate, of 10 min",
        color: "--accent",
        values: timeline.map((_point, at) =>
          rateOf(timeline.slice(Math.max(0, at - SMOOTHED), at + 1)),
        ),
      },
    ],
    tokens: [
      {
        name: "Tokens saved, added up",
        color: "--exact",
        values: addedUp(values(({ savedTokens }) => savedTokens)),
      },
    ],
  };
}

/** Stretches of half a minute as stretches of two: an hour is thirty bars. */
function grouped(timeline: readonly TimelinePoint[]): TimelinePoint[] {
  const groups = Map.groupBy(timeline, ({ from }) => Math.floor(from / BAR_MS) * BAR_MS);
  return Array.from(groups, ([from, points]) => ({ ...sumOf(points), from }));
}

function sumOf(points: readonly TimelinePoint[]): Omit<TimelinePoint, "from"> {
  const total = (read: (point: TimelinePoint) => number): number => sum(points.map(read));
  return {
    exact: total(({ exact }) => exact),
    semantic: total(({ semantic }) => semantic),
    misses: total(({ misses }) => misses),
    bypasses: total(({ bypasses }) => bypasses),
    savedTokens: total(({ savedTokens }) => savedTokens),
    savedMs: total(({ savedMs }) => savedMs),
  };
}

/** Share of hits among lookups; `null` without one. */
export function rateOf(points: readonly TimelinePoint[]): number | null {
  const hits = sum(points.map(({ exact, semantic }) => exact + semantic));
  const lookups = hits + sum(points.map(({ misses }) => misses));
  return lookups === 0 ? null : hits / lookups;
}

function addedUp(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => {
    total += value;
    return total;
  });
}

/** The sum of what there is. */
export function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
