import type { RowKind } from "./rows.ts";

/** One question that was asked in an evaluation, and what came of it. */
export interface Lookup {
  readonly kind: RowKind;
  readonly id: string;
  readonly category: string | undefined;
  readonly asked: string;
  /** The stored question it was compared with, as far as it is known. */
  readonly stored: string | undefined;
  /** Raw cosine of the two, as far as it is known. */
  readonly similarity: number | undefined;
  /** Whether an answer that serves the question was stored. */
  readonly mustHit: boolean;
  readonly hit: boolean;
  /** Whether the hit served an answer that was right. */
  readonly right: boolean;
  /** How it was found, of a hit; why it was not served, of a miss. */
  readonly reason: string | undefined;
  readonly guards: readonly GuardVeto[];
}

/** A guard that spoke against a candidate. */
export interface GuardVeto {
  readonly name: string;
  /** Its sentence; it may quote the questions. */
  readonly reason?: string | undefined;
}
