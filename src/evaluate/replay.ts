import type { Lookup } from "./lookup.ts";
import { type Rates, ratesOf } from "./rates.ts";
import type { ConversationRow, StreamRow } from "./rows.ts";
import { createTrial, type TrialContext } from "./trial.ts";

/** Rows that are asked one after the other, of one cache. */
export type ReplayedRow = StreamRow | ConversationRow;

/** What a replay came to. */
export interface ReplayRates {
  readonly whole: Rates;
  /** The later half of the lookups: what a cache does when it is no longer empty. */
  readonly secondHalf: Rates;
  /** Answers that had been stored at the end. */
  readonly stored: number;
}

/** Every lookup of a replay, in order, and how many answers were stored. */
export interface Replay {
  readonly lookups: readonly Lookup[];
  readonly stored: number;
}

/** Asks rows in their order; a miss stores its answer. A hit is right when it serves the same meaning. */
export async function replay(
  context: TrialContext,
  rows: readonly ReplayedRow[],
  onLookup: () => void,
): Promise<Replay> {
  const trial = createTrial(context);
  const served = new Map<string, ReplayedRow>();
  const answers = new Map<string, string>();
  const storedMeanings = new Set<string>();
  const lookups: Lookup[] = [];
  for (const row of rows) {
    const { meaning, text, turns, given, id, category, kind } = row;
    // One meaning has one answer: a policy that learns compares them.
    const answer = answers.get(meaning) ?? row.answer ?? `answer of ${meaning}`;
    const asked = await trial.ask({ turns, text, answer, given });
    const stored = asked.hit ? served.get(asked.entryId ?? "") : undefined;
    lookups.push({
      ...{ kind, id, category, asked: text, stored: stored?.text, similarity: asked.similarity },
      ...{
        mustHit: storedMeanings.has(meaning),
        hit: asked.hit,
        right: stored?.meaning === meaning,
      },
      reason: asked.hit ? asked.kind : asked.reason,
      guards: (asked.vetoedBy ?? []).map((name) => ({ name })),
    });
    answers.set(meaning, answer);
    if (asked.isStored && asked.entryId !== undefined) {
      served.set(asked.entryId, row);
      storedMeanings.add(meaning);
    }
    onLookup();
  }
  return { lookups, stored: served.size };
}

/** Counts a replay. */
export function replayRates({ lookups, stored }: Replay): ReplayRates {
  const secondHalf = ratesOf(lookups.slice(Math.floor(lookups.length / 2)));
  return { whole: ratesOf(lookups), secondHalf, stored };
}
