import type { DemoModel } from "./demo-model.ts";
import type { Live } from "./live.ts";
import { SCRIPT } from "./questions.ts";
import { type DemoResult, resultOf } from "./result.ts";
import { createRun, type Outcome, type Run } from "./run.ts";

/** A run of the whole script. */
export interface Played {
  readonly outcomes: readonly Outcome[];
  readonly result: DemoResult;
}

/**
 * Plays a morning at a support desk, with every question going through one semantic cache.
 *
 * @throws the model's error, when a question gets no answer.
 */
export async function playDemo({ model, calls }: DemoModel, live: Live): Promise<Played> {
  const run = createRun(model);
  try {
    const outcomes = await playScript(run, live);
    return { outcomes, result: resultOf(outcomes, run.stats(), calls()) };
  } finally {
    await run.close();
  }
}

async function playScript(run: Run, live: Live): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { title, questions } of SCRIPT) {
    live.chapter(title);
    for (const question of questions) {
      live.asking(question);
      const outcome = await run.ask(question, live.text);
      live.answered(outcome);
      outcomes.push(outcome);
    }
    live.chapterEnd(outcomes.slice(-questions.length));
  }
  return outcomes;
}
