import { cosine } from "../../../../evaluate/format.ts";
import type { Lookup, WhatIf } from "./what-if.ts";

/** What becomes of a lookup. */
export type Change = "lost" | "won" | "vetoed";

/** A lookup that another threshold concerns, as often as it was made. */
export interface Concerned {
  /** Equal where the lookups are. */
  readonly name: string;
  readonly kind: Change;
  readonly lookup: Lookup;
  readonly times: number;
}

/** The lookups a threshold concerns, those nearest to it first; equal ones once. */
export function concernedBy({ threshold, lost, won, vetoed }: WhatIf): readonly Concerned[] {
  const rows = new Map<string, Concerned>();
  for (const [kind, lookups] of Object.entries({ lost, won, vetoed })) {
    for (const lookup of lookups) {
      const { similarity, entryId, storedAs, reason } = lookup;
      const name = [kind, cosine(similarity), entryId, storedAs, reason].join(" ");
      const times = (rows.get(name)?.times ?? 0) + 1;
      rows.set(name, { name, kind: kind as Change, lookup, times });
    }
  }
  const apart = ({ lookup }: Concerned): number => Math.abs(lookup.similarity - threshold);
  return [...rows.values()].sort((one, other) => apart(one) - apart(other));
}
