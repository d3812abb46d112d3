import { Command, CommanderError } from "commander";
import { SemanticCacheError } from "../errors.ts";
import { demoCommand } from "./commands/demo.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { entriesCommand } from "./commands/entries.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { exportCommand } from "./commands/export.ts";
import { importCommand } from "./commands/import.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { inspectorCommand } from "./commands/inspector.ts";
import { invalidateCommand } from "./commands/invalidate.ts";
import { statsCommand } from "./commands/stats.ts";
import { tuneCommand } from "./commands/tune.ts";
import { warmCommand } from "./commands/warm.ts";
import { EXIT, type ExitCode, type SetExitCode } from "./exit.ts";
import { say } from "./output.ts";
import { packageVersion } from "./package-version.ts";
import { messageOf } from "./text/message-of.ts";

type Create = (setExitCode: SetExitCode) => Command;

/** The commands, each in a file of its own, by what they are for. */
const GROUPS: readonly (readonly [purpose: string, commands: readonly Create[]])[] = [
  ["See it work:", [demoCommand, doctorCommand]],
  ["Measure it:", [evaluateCommand, tuneCommand]],
  ["Look inside:", [statsCommand, entriesCommand, inspectCommand, inspectorCommand]],
  ["Change what is stored:", [warmCommand, invalidateCommand, exportCommand, importCommand]],
];

const HELP = `
Options of your cache are read from semantic-cache.config.ts (or .mts, .js, .mjs), here or above:
  import { openai } from "@ai-sdk/openai";
  import { libsqlStore } from "ai-sdk-semantic-cache/libsql";
  export const options = { store: libsqlStore(), embeddingModel: openai.embedding("text-embedding-3-small") };
  export const model = openai("gpt-5-mini"); // for warm and inspect

Start with:
  $ npx ai-sdk-semantic-cache demo
  $ npx ai-sdk-semantic-cache doctor --store redis://localhost:6379
  $ npx ai-sdk-semantic-cache COMMAND --help
`;

/** The program, with all its commands. */
export function createProgram(setExitCode: SetExitCode): Command {
  const program = new Command("ai-sdk-semantic-cache")
    .description("Tools around a semantic cache: look into it, change it, measure it.")
    .version(packageVersion())
    .showHelpAfterError("(add --help for what there is)")
    .addHelpText("after", HELP)
    .exitOverride();
  for (const [purpose, commands] of GROUPS) {
    for (const create of commands) {
      const command = create(setExitCode).helpGroup(purpose);
      program.addCommand(command.copyInheritedSettings(program));
    }
  }
  return program;
}

/**
 * Runs a command line, without the name of the program, and says with which code the process is to end.
 * What was asked for goes to standard output, all else to standard error.
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** Commander has already said what is wrong with a command line; everything else is said here. */
function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
  say(`error: ${describe(error)}`);
  return EXIT.unusable;
}

/** What a person can mend is a sentence; anything else is a mistake of ours, with the place where it was made. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (SemanticCacheError.isInstance(error)) return error.message;
  // Of databases and services: they have codes, or causes; mistakes of ours have neither.
  return "code" in error || "cause" in error ? messageOf(error) : (error.stack ?? error.message);
}
