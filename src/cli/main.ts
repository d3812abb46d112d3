import { Command, CommanderError } from "commander";
import { SemanticCacheError } from "../errors.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { packageVersion } from "./package-version.ts";

/** The commands, each in a file of its own. */
const COMMANDS = [evaluateCommand];

/**
 * Runs a command line, without the name of the program, and says with which code the process is to end.
 * What was asked for goes to standard output, all else to standard error.
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = new Command("ai-sdk-semantic-cache")
    .description(
      "Tools around ai-sdk-semantic-cache: measure a semantic cache before you trust it.",
    )
    .version(packageVersion())
    .showHelpAfterError("(add --help for what there is)")
    .exitOverride();
  for (const create of COMMANDS) {
    const command = create((code) => {
      exitCode = code;
    });
    program.addCommand(command.copyInheritedSettings(program));
  }
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
  process.stderr.write(`error: ${describe(error)}\n`);
  return EXIT.unusable;
}

/** What a person can mend is a sentence; anything else is a mistake of ours, with the place where it was made. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExplained = SemanticCacheError.isInstance(error) || "syscall" in error;
  return isExplained ? error.message : (error.stack ?? error.message);
}
