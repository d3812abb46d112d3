import type { SemanticCacheOptions } from "../../src/index.ts";
import type { BenchContext, Row } from "../support/bench.ts";
import { createTalk, describeHit } from "../support/conversation.ts";

const SWEEP = [0.7, 0.75, 0.8, 0.85, 0.9];

/** Different prompts of real people, one after the other through one cache: every hit is a false one. */
export async function measureUnrelated({ data, note }: BenchContext): Promise<Row[]> {
  const prompts = data()
    .rows<{ readonly text: string }>("real_prompts")
    .map(({ text }) => text);
  const wrongHits = async (name: string, options: SemanticCacheOptions): Promise<number> => {
    const talk = createTalk(options);
    let wrong = 0;
    for (const question of prompts) {
      const outcome = await talk.ask([], { question, answer: "Noted." }, "prompt");
      if (!outcome.hit) continue;
      wrong++;
      note(`${name}: ${describeHit(outcome)}`);
    }
    return wrong;
  };
  const count = await wrongHits("unrelated", {});
  const first = { name: "unrelated", asked: prompts.length, wrongHits: count };
  const rows: Row[] = [{ ...first, gate: 0, ok: count === 0 }];
  for (const threshold of SWEEP) {
    const name = `unrelated-${threshold.toFixed(2)}`;
    const guarded = await wrongHits(name, { threshold });
    const unguarded = await wrongHits(`${name}-unguarded`, { threshold, guards: false });
    rows.push({ name, asked: prompts.length, wrongHits: guarded, wrongWithoutGuards: unguarded });
  }
  return rows;
}
