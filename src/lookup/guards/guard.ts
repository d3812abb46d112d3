import type { GuardText } from "./guard-text.ts";

/** Why one answer cannot serve two questions. */
export interface Veto {
  /** A sentence for people; may quote the questions. */
  readonly reason: string;
  /** The words of the new question that caused it. */
  readonly query?: readonly string[] | undefined;
  /** The words of the stored question that caused it. */
  readonly candidate?: readonly string[] | undefined;
}

/**
 * A cheap veto on a candidate: two questions can be very similar and still need different answers.
 * Pure, without I/O, in time linear in the text. It is asked about every candidate above the threshold, also at 0.99.
 */
export interface Guard {
  readonly name: string;
  /** Why one answer cannot serve both questions, or `undefined` when this guard sees no reason. */
  veto(query: GuardText, candidate: GuardText): Veto | string | undefined;
}
