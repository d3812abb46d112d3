/**
 * The demo: a morning at a support desk, with every question going through one semantic cache.
 * `npm run demo`; the environment variables it knows are at openModel in model.ts.
 */
import { createLive } from "./live.ts";
import { type DemoModel, openModel } from "./model.ts";
import { SCRIPT } from "./questions.ts";
import { createRun, type Outcome, type Run } from "./run.ts";
import { resultOf, summary } from "./summary.ts";
import { table } from "./table.ts";
import { paint } from "./terminal.ts";

async function main({ model, origin, calls }: DemoModel): Promise<boolean> {
  console.log(`${paint("bold", "Kettle & Crane, support desk")}  behind ai-sdk-semantic-cache`);
  console.log(paint("dim", `model       ${origin}`));
  console.log(paint("dim", "embeddings  the built-in starter model, on this machine"));
  const run = createRun(model);
  const outcomes = await playScript(run);
  console.log(`\n${table(outcomes)}\n`);
  console.log(summary(outcomes, run.stats(), calls()));
  await run.close();
  const { hitRate, wrongHits } = resultOf(outcomes);
  return wrongHits === 0 && hitRate > 0.5;
}

async function playScript(run: Run): Promise<Outcome[]> {
  const live = createLive(SCRIPT.flatMap(({ questions }) => questions).length);
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

let model: DemoModel | undefined;
try {
  model = await openModel(process.env);
  process.exitCode = (await main(model)) ? 0 : 1;
} catch (error) {
  console.error(`\nThe demo stopped. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await model?.close();
}
