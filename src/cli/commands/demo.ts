import { stripVTControlCharacters } from "node:util";
import { Command, InvalidArgumentError } from "commander";
import { SemanticCacheError } from "../../errors.ts";
import { oneLine } from "../../evaluate/text/one-line.ts";
import type { DemoModel } from "../demo/demo-model.ts";
import { EXIT, type ExitCode, type SetExitCode } from "../exit.ts";
import { messageOf } from "../text/message-of.ts";

const HELP = `
The model is a stand-in with the answers of a support desk, which speaks at the pace of a hosted one: no
key, no network, nothing is stored. The cache is semanticCache() with all its defaults.

Examples:
  $ npx ai-sdk-semantic-cache demo
      51 questions in about 35 seconds
  $ npx ai-sdk-semantic-cache demo --speed 20
      the same, with a model that is 20 times faster
  $ npx ai-sdk-semantic-cache demo --model openai/gpt-5-mini
      a model your AI SDK knows by its id: this one wants AI_GATEWAY_API_KEY, and is paid for

Exit codes: 0 as it should be, 1 a wrong hit or a low hit rate, 2 the command line cannot be used.
`;

/** What the command line said. */
interface Flags {
  readonly model?: string;
  readonly speed: number;
  readonly json?: boolean;
}

/** `demo`: a morning at a support desk, with every question going through one cache. */
export function demoCommand(setExitCode: SetExitCode): Command {
  return new Command("demo")
    .summary("watch a support desk answer from the cache")
    .description(
      "Asks 51 questions of a support desk behind a semantic cache, and shows which are answered from it: repeated ones, paraphrases, look-alikes that must miss, follow-ups of conversations.",
    )
    .option("--speed <factor>", "how many times faster the stand-in is", parseSpeed, 1)
    .option("-m, --model <id>", "a real model instead of the stand-in, by an id of your AI SDK")
    .option("--json", "print the figures as JSON, and nothing else")
    .addHelpText("after", HELP)
    .action(async (flags: Flags) => {
      setExitCode(await run(flags));
    });
}

async function run({ model: id, speed, json }: Flags): Promise<ExitCode> {
  const { installedSpecification } = await import("../demo/installed-specification.ts");
  const specification = installedSpecification(); // first: without `ai` it says what to do
  // Loaded here: nobody else who starts the program needs `ai`, or waits for it.
  const { showDemo } = await import("../demo/show-demo.ts");
  if (id !== undefined) return exitCode(await withModel(id, (model) => showDemo({ model, json })));
  const { standInModel } = await import("../demo/stand-in-model.ts");
  const model = standInModel({ specification, speed });
  return exitCode(await showDemo({ model, json }));
}

/** A real model may be out of reach, or want a key: that is no mistake of the demo. */
async function withModel(
  id: string,
  show: (model: DemoModel) => Promise<boolean>,
): Promise<boolean> {
  const { languageModel } = await import("../language-model.ts");
  const model = await languageModel(id);
  try {
    const origin = `${id}, by your AI SDK`;
    return await show({ model, origin, calls: () => undefined });
  } catch (cause) {
    const why = oneLine(stripVTControlCharacters(messageOf(cause)));
    const message = `--model ${id}: it gave no answer: ${why}`;
    throw new SemanticCacheError("invalid-options", message, { cause });
  }
}

function exitCode(isGood: boolean): ExitCode {
  return isGood ? EXIT.ok : EXIT.broken;
}

function parseSpeed(text: string): number {
  const speed = text.trim() === "" ? Number.NaN : Number(text);
  if (speed > 0 && speed < Number.POSITIVE_INFINITY) return speed;
  throw new InvalidArgumentError("Say a number above 0, such as 10.");
}
