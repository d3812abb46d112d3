import type { Observation } from "../policy.ts";
import { type Boundary, fitBoundary } from "./boundary.ts";

/** What the entries of a namespace have shown together: what is known of an entry that is new. */
export interface Pool {
  /** Takes what is stored with an entry, if that is more than is known of it. */
  take(entryId: string, observations: readonly Observation[]): void;
  add(entryId: string, observation: Observation): void;
  /** The boundary of all of them; `undefined` until enough was seen, of wrong answers too. */
  boundary(): Boundary | undefined;
}

const MOST_OBSERVATIONS = 1_000;
const LEAST_OBSERVATIONS = 50;
/** Who has hardly seen a wrong answer does not know where they begin: many right ones of one topic are no substitute. */
const LEAST_WRONG = 20;
/** New observations after which the boundary is fitted again. */
const FIT_EVERY = 25;

/** A {@link Pool} of the entries something was learned of last, 1,000 observations at most. */
export function createPool(): Pool {
  const entries = new Map<string, readonly Observation[]>();
  let count = 0;
  let unfitted = FIT_EVERY;
  let fitted: Boundary | undefined;

  function put(entryId: string, observations: readonly Observation[]): void {
    count += observations.length - (entries.get(entryId)?.length ?? 0);
    entries.delete(entryId);
    entries.set(entryId, observations);
    for (const [oldest, dropped] of entries) {
      if (count <= MOST_OBSERVATIONS) break;
      entries.delete(oldest);
      count -= dropped.length;
    }
  }

  return {
    take(entryId, observations) {
      const news = observations.length - (entries.get(entryId)?.length ?? 0);
      // What is served often must not crowd out what is explored: only news count.
      if (news <= 0) return;
      unfitted += news;
      put(entryId, observations);
    },
    add(entryId, observation) {
      unfitted += 1;
      put(entryId, [...(entries.get(entryId) ?? []), observation]);
    },
    boundary() {
      if (unfitted >= FIT_EVERY) {
        unfitted = 0;
        fitted = fitIfTelling([...entries.values()].flat());
      }
      return fitted;
    },
  };
}

function fitIfTelling(observations: readonly Observation[]): Boundary | undefined {
  const wrong = observations.filter(({ isCorrect }) => !isCorrect).length;
  const isTelling = observations.length >= LEAST_OBSERVATIONS && wrong >= LEAST_WRONG;
  return isTelling ? fitBoundary(observations) : undefined;
}
