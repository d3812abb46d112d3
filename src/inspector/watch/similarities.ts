import { toEntryId } from "../../entry-id.ts";
import type { InspectedEvent, SimilarityPoint } from "../contract.ts";
import { createRing } from "./ring.ts";

/** How near the latest questions were to stored ones, and what became of them. */
export interface Similarities {
  record(event: InspectedEvent): void;
  /** Oldest first. */
  points(): readonly SimilarityPoint[];
}

const MOST_POINTS = 1_000;

/** {@link Similarities} of lookups by meaning, from now on. */
export function createSimilarities(): Similarities {
  const ring = createRing<SimilarityPoint>(MOST_POINTS);
  return {
    record(event) {
      const point = pointOf(event);
      if (point) ring.add(point);
    },
    points: ring.items,
  };
}

function pointOf(event: InspectedEvent): SimilarityPoint | undefined {
  if (event.type === "hit" && event.kind === "semantic") {
    const { similarity, entryId } = event;
    return { similarity, outcome: "hit", vetoed: false, entryId };
  }
  if (event.type !== "miss" || event.similarity === undefined) return undefined;
  const { similarity, reason, nearest, vetoedBy = [], scope, key } = event;
  const storedAs = scope && key && toEntryId({ scope, key });
  const vetoed = reason === "vetoed" || vetoedBy.length > 0;
  return { similarity, outcome: "miss", reason, vetoed, entryId: nearest, storedAs };
}
