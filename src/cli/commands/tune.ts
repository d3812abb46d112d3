import { Command, InvalidArgumentError, Option } from "commander";
import { SemanticCacheError } from "../../errors.ts";
import { parseBudget } from "../budgets.ts";
import { addCacheOptions, type CacheFlags, STORES_HELP } from "../cache-flags.ts";
import { EXIT, type ExitCode, type SetExitCode } from "../exit.ts";
import { configOf, optionsOf, withCache } from "../open-cache.ts";
import { outputPaint, print, printJson } from "../output.ts";
import { createProgressLine } from "../progress-line.ts";
import { observedTuning } from "../tune/observations.ts";
import { observedText } from "../tune/observed-text.ts";
import { tunePairs } from "../tune/tune-pairs.ts";
import { tuningText } from "../tune/tuning-text.ts";
import { TUNE_HELP } from "./tune-help.ts";

const VECTORS = ["given", "model"] as const;

/** What the command line said. */
interface Flags extends CacheFlags {
  readonly maxFalseHits: number;
  readonly vectors?: (typeof VECTORS)[number];
  readonly fromStore?: boolean;
}

/** `tune`: which threshold and which guards keep wrong hits within a budget. */
export function tuneCommand(setExitCode: SetExitCode): Command {
  const command = new Command("tune")
    .summary("find the threshold and the guards for a budget of wrong hits")
    .description(
      "Recommends a threshold and guards that keep wrong hits within a budget, from labelled questions, and says how sure that is. Your store and your model are left alone.",
    )
    .argument("[file...]", "labelled rows as JSON, one in each line: see below");
  return addCacheOptions(command, "with --from-store: only this partition of it")
    .addOption(
      new Option("--max-false-hits <share>", "most hits among lookups that must miss")
        .argParser(parseShare)
        .default(0.01, "1%"),
    )
    .addOption(
      new Option("--vectors <which>", "vectors that came with rows, or new ones").choices(VECTORS),
    )
    .option("--from-store", "from what was learned of the entries of a store, without rows")
    .addHelpText("after", `${STORES_HELP}${TUNE_HELP}`)
    .action(async (files: readonly string[], flags: Flags) => {
      if ((flags.fromStore ?? false) === files.length > 0) throw oneOfTwo();
      setExitCode(await (flags.fromStore ? tuneFromStore(flags) : tuneFromRows(files, flags)));
    });
}

async function tuneFromRows(files: readonly string[], flags: Flags): Promise<ExitCode> {
  const { maxFalseHits: maxFalseHitRate, vectors, json } = flags;
  const progress = createProgressLine();
  const tuning = await tunePairs({
    data: { file: files },
    cache: optionsOf(flags, await configOf(flags)),
    vectors,
    maxFalseHitRate,
    onProgress: ({ step, done, total }) => progress.show(step, done, total),
  }).finally(progress.end);
  if (json) printJson(tuning);
  else print(tuningText(tuning, outputPaint()));
  return tuning.recommended?.isPromised ? EXIT.ok : EXIT.broken;
}

async function tuneFromStore(flags: Flags): Promise<ExitCode> {
  const { namespace, maxFalseHits: maxFalseHitRate, json } = flags;
  const observed = await withCache(flags, ({ options }) =>
    observedTuning(options.store, { namespace, maxFalseHitRate }),
  );
  if (json) printJson(observed);
  else print(observedText(observed, outputPaint()));
  return observed.suggested ? EXIT.ok : EXIT.broken;
}

function parseShare(text: string): number {
  const budget = parseBudget(text);
  if ("share" in budget) return budget.share;
  throw new InvalidArgumentError("Say a share, such as 1% or 0.01.");
}

function oneOfTwo(): SemanticCacheError {
  const message = "tune: say files of labelled rows, or --from-store; one of the two.";
  return new SemanticCacheError("invalid-options", message);
}
