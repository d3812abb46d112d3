import { createLru } from "../../src/lru.ts";
import type { SoakAnswer } from "./answers.ts";
import { monotonicMs } from "./monotonic.ts";

/** Something that one process did, and that must show in what all processes serve. */
export type Truth =
  /** Answers under a name that were made before are gone. */
  | { readonly type: "removed"; readonly name: string; readonly times: Times }
  /** One answer was said to be wrong. */
  | { readonly type: "banned"; readonly answerId: string; readonly times: Times };

/** When it began and when it was done, by {@link monotonicMs}, and in which process. */
export interface Times {
  readonly beganAt: number;
  readonly doneAt: number;
  readonly process: number;
}

/** What one process knows of {@link Truth}s, its own and those of others. */
export interface Truths {
  learn(truth: Truth): void;
  /** What is wrong with serving this answer to a request that began at this moment, if anything. */
  problemOf(answer: SoakAnswer, names: readonly string[], askedAt: number): Removal | undefined;
}

/** Which removal an answer should have been gone by. */
export interface Removal {
  readonly truth: Truth;
  /**
   * Another process may have been writing the answer in that very moment: then nothing holds it back
   * (docs/guides/invalidation-and-rag.md).
   */
  readonly mayHaveCrossed: boolean;
}

/** How long something that is gone may still be served: copies in first tiers, and messages on their way. */
export const STALE_BOUND_MS = 4_000;
/** The longest that an answer can be on its way from the question to the store. */
export const LONGEST_WRITE_MS = 5_000;
const KEPT_MS = 60_000;
/** Far more than are said to be wrong while an answer lives. */
const MOST_SUBJECTS = 2_000;

/** {@link Truths} of one process, which knows nothing yet. */
export function createTruths(): Truths {
  const known = createLru<string, readonly Truth[]>({ maxWeight: MOST_SUBJECTS });

  function applies(truth: Truth, answer: SoakAnswer, askedAt: number): boolean {
    const { beganAt, doneAt } = truth.times;
    return answer.madeAt < beganAt && doneAt + STALE_BOUND_MS < askedAt;
  }

  return {
    learn(truth) {
      const subject = subjectOf(truth);
      const oldest = monotonicMs() - KEPT_MS;
      const others = known.get(subject) ?? [];
      known.set(subject, [...others.filter(({ times }) => times.doneAt > oldest), truth]);
    },
    problemOf(answer, names, askedAt) {
      const removals = [answer.id, ...names]
        .flatMap((subject) => known.get(subject) ?? [])
        .filter((truth) => applies(truth, answer, askedAt))
        .map((truth) => ({ truth, mayHaveCrossed: mayHaveCrossed(truth, answer) }));
      return removals.find((removal) => !removal.mayHaveCrossed) ?? removals[0];
    },
  };
}

function subjectOf(truth: Truth): string {
  return truth.type === "banned" ? truth.answerId : truth.name;
}

function mayHaveCrossed({ times }: Truth, { process, madeAt }: SoakAnswer): boolean {
  return times.process !== process && madeAt > times.beganAt - LONGEST_WRITE_MS;
}
