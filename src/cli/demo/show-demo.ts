import type { DemoModel } from "./demo-model.ts";
import { createLive, SILENT } from "./live.ts";
import { playDemo } from "./play.ts";
import { SCRIPT } from "./questions.ts";
import { isGood } from "./result.ts";
import { summary } from "./summary.ts";
import { table } from "./table.ts";
import { paint } from "./terminal.ts";

/** What is shown, and how. */
export interface ShownDemo {
  readonly model: DemoModel;
  /** The figures as JSON, and nothing else. @default false */
  readonly json?: boolean | undefined;
}

/** Plays the demo on standard output, and says whether it went as it should. */
export async function showDemo({ model, json = false }: ShownDemo): Promise<boolean> {
  const write = (text: string) => void process.stdout.write(`${text}\n`);
  if (json) {
    const { result } = await playDemo(model, SILENT);
    write(JSON.stringify(result, null, 2));
    return isGood(result);
  }
  write(`${paint("bold", "Kettle & Crane, support desk")}  behind ai-sdk-semantic-cache`);
  write(paint("dim", `model       ${model.origin}`));
  write(paint("dim", "embeddings  the built-in starter model, on this machine"));
  const live = createLive(SCRIPT.flatMap(({ questions }) => questions).length);
  try {
    const { outcomes, result } = await playDemo(model, live);
    write(`\n${table(outcomes)}\n\n${summary(result)}`);
    return isGood(result);
  } catch (error) {
    write(""); // the line of the question that got no answer is still open
    throw error;
  }
}
