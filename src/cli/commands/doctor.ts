import { Command } from "commander";
import { addCacheOptions, type CacheFlags, STORES_HELP } from "../cache-flags.ts";
import { findingText, verdictText } from "../doctor/doctor-text.ts";
import { examine } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { EXIT, type ExitCode, type SetExitCode } from "../exit.ts";
import { outputPaint, print, printJson } from "../output.ts";

const HELP = `${STORES_HELP}
Looks at the runtime, your options, the embedding model (two short texts of ours are embedded), the store
(an entry of ours is written, read, found and removed again), its server, clocks, deadlines and what is
stored. No prompt of yours is sent or printed, and no entry is left behind. Without a store, your config's
is taken; without either, the defaults are checked.

Examples:
  $ npx ai-sdk-semantic-cache doctor
  $ npx ai-sdk-semantic-cache doctor --store postgres://user@localhost/app --json

--json prints { "errors", "warnings", "findings": [{ "check", "status", "detail", "advice" }] }, with the
status ok, warning, error or skipped.

Exit codes: 0 no error (warnings may be), 1 an error was found, 2 the command line cannot be used.
`;

/** `doctor`: checks everything a cache needs, and says what to do. */
export function doctorCommand(setExitCode: SetExitCode): Command {
  const command = new Command("doctor")
    .summary("check store, embedding model, options and clocks, and say what to do")
    .description("Checks everything a cache needs, and says what to do about what it finds.");
  return addCacheOptions(command, false)
    .addHelpText("after", HELP)
    .action(async (flags: CacheFlags) => {
      setExitCode(await run(flags));
    });
}

async function run(flags: CacheFlags): Promise<ExitCode> {
  const all: Finding[] = [];
  const paint = outputPaint();
  for await (const finding of examine(flags)) {
    all.push(finding);
    if (!flags.json) print(findingText(finding, paint));
  }
  const errors = all.filter(({ status }) => status === "error").length;
  const warnings = all.filter(({ status }) => status === "warning").length;
  if (flags.json) printJson({ errors, warnings, findings: all });
  else print(`\n${verdictText(all)}`);
  return errors > 0 ? EXIT.broken : EXIT.ok;
}
