import type { GuardCount, InspectedEvent } from "../contract.ts";

/** How often each guard spoke against a candidate. */
export interface GuardCounts {
  record(event: InspectedEvent): void;
  /** Most vetoes first. */
  list(): readonly GuardCount[];
}

const MOST_NAMES = 100;

/** {@link GuardCounts} of misses, from now on, of the first 100 names. */
export function createGuardCounts(): GuardCounts {
  const vetoes = new Map<string, number>();
  return {
    record(event) {
      if (event.type !== "miss") return;
      for (const name of event.vetoedBy ?? []) {
        const known = vetoes.get(name);
        if (known !== undefined || vetoes.size < MOST_NAMES) vetoes.set(name, (known ?? 0) + 1);
      }
    },
    list: () =>
      Array.from(vetoes, ([name, count]) => ({ name, vetoes: count })).sort(
        (left, right) => right.vetoes - left.vetoes,
      ),
  };
}
