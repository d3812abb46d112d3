import { differs, exclusiveBy } from "../comparing/exclusive.ts";
import type { Guard } from "../guard.ts";

/** Vetoes when each question has a unit of its own for the same measure: "50 km in miles", "50 km in metres". */
export const unitsGuard: Guard = {
  name: "units",
  veto(query, candidate) {
    const units = exclusiveBy(query.units, candidate.units, ({ unit }) => unit);
    if (units.mine.length + units.theirs.length === 0) return undefined;
    const measures = new Set(units.theirs.map(({ measure }) => measure));
    const hasBoth = units.mine.some(({ measure }) => measures.has(measure));
    const isShare = [...units.mine, ...units.theirs].some(({ unit }) => unit === "percent");
    return hasBoth || isShare ? differs("different units", units) : undefined;
  },
};
