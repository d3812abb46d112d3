import type { SemanticCacheOptions } from "../../src/index.ts";
import type { BenchContext } from "../support/bench.ts";
import { createTalk, describeHit } from "../support/conversation.ts";
import { templatedNumbers } from "./templated-numbers.ts";

const THRESHOLDS = [undefined, 0.8, 0.7];

/** Whether a question about one order is answered with what was said of another. */
export async function measureOtherNumbers({ report, note }: BenchContext): Promise<void> {
  for (const threshold of THRESHOLDS) {
    const guarded = await wrongHits({ threshold });
    const unguarded = await wrongHits({ threshold, guards: false });
    const used = threshold ?? "the default";
    for (const hit of guarded) note(`templated numbers at ${used}: ${hit}`);
    report({
      kind: "templated numbers",
      name: `${templatedNumbers.length} questions at ${used}`,
      wrongHits: guarded.length,
      wrongHitsWithoutGuards: unguarded.length,
      gate: 0,
      met: guarded.length === 0,
    });
  }
}

/**
 * The questions one after the other, and in another cache the other way round: so each is asked when
 * any other is stored and itself is not.
 */
async function wrongHits(options: SemanticCacheOptions): Promise<readonly string[]> {
  const hits: string[] = [];
  for (const questions of [templatedNumbers, templatedNumbers.toReversed()]) {
    const talk = createTalk(options);
    for (const question of questions) {
      const outcome = await talk.ask([], { question, answer: `About "${question}".` }, question);
      if (outcome.hit) hits.push(describeHit(outcome));
    }
  }
  return hits;
}
