import type { InspectedEvent, TimelinePoint } from "../contract.ts";

/** Requests by time. */
export interface Traffic {
  record(event: InspectedEvent, at: number): void;
  /** The latest hour, oldest stretch first, those without requests among them. */
  points(): readonly TimelinePoint[];
}

const STRETCH_MS = 30_000;
const STRETCHES = 120;

type Point = { -readonly [Name in keyof TimelinePoint]: TimelinePoint[Name] };

/** {@link Traffic} in stretches of half a minute, from now on. */
export function createTraffic(now: () => number = Date.now): Traffic {
  const start = startOf(now());
  const points = new Map<number, Point>();

  function pointAt(at: number): Point {
    const from = startOf(at);
    const point = points.get(from) ?? emptyPoint(from);
    points.set(from, point);
    const oldest = points.size > STRETCHES ? points.keys().next().value : undefined;
    if (oldest !== undefined) points.delete(oldest);
    return point;
  }

  return {
    record(event, at) {
      if (event.type === "hit" || event.type === "miss" || event.type === "bypass") {
        count(pointAt(at), event);
      }
    },
    points() {
      const end = startOf(now());
      const first = Math.max(start, end - (STRETCHES - 1) * STRETCH_MS);
      const length = Math.max(0, (end - first) / STRETCH_MS + 1); // 0: the clock was put back
      return Array.from({ length }, (_, number) => {
        const from = first + number * STRETCH_MS;
        return { ...(points.get(from) ?? emptyPoint(from)) };
      });
    },
  };
}

function count(
  point: Point,
  event: Extract<InspectedEvent, { type: "hit" | "miss" | "bypass" }>,
): void {
  if (event.type === "miss") point.misses += 1;
  else if (event.type === "bypass") point.bypasses += 1;
  else {
    const { kind, savedUsage, savedMs } = event;
    point[kind] += 1;
    point.savedTokens += (savedUsage.inputTokens ?? 0) + (savedUsage.outputTokens ?? 0);
    point.savedMs += savedMs;
  }
}

function startOf(moment: number): number {
  return Math.floor(moment / STRETCH_MS) * STRETCH_MS;
}

function emptyPoint(from: number): Point {
  return { from, exact: 0, semantic: 0, misses: 0, bypasses: 0, savedTokens: 0, savedMs: 0 };
}
