import { writeFile } from "node:fs/promises";
import { styleText } from "node:util";
import { Command, InvalidArgumentError, Option } from "commander";
import { SemanticCacheError } from "../../errors.ts";
import { evaluate } from "../../evaluate/evaluate.ts";
import type { Evaluation } from "../../evaluate/evaluation.ts";
import { evaluationHtml } from "../../evaluate/html/evaluation-html.ts";
import { evaluationText } from "../../evaluate/text/evaluation-text.ts";
import type { SemanticCacheOptions } from "../../options.ts";
import { isSimilarity } from "../../similarity.ts";
import { type Budget, brokenBudgets, parseBudget } from "../budgets.ts";
import { EXIT, type SetExitCode } from "../exit.ts";
import { loadConfig } from "../load-config.ts";
import { print, printJson } from "../output.ts";
import { createProgressLine } from "../progress-line.ts";
import { EVALUATE_HELP } from "./evaluate-help.ts";

const VECTORS = ["given", "model"] as const;

/** What the command line said. */
interface Flags {
  readonly config?: string;
  readonly embeddingModel?: string;
  readonly threshold?: number;
  readonly guards?: SemanticCacheOptions["guards"];
  readonly vectors?: (typeof VECTORS)[number];
  readonly maxWrong?: Budget;
  readonly maxFalseHits?: Budget;
  readonly json?: boolean;
  readonly html?: string;
}

/** `evaluate`: measures a cache on labelled data, and fails when a budget is broken. */
export function evaluateCommand(setExitCode: SetExitCode): Command {
  return new Command("evaluate")
    .summary("measure hits and wrong hits on labelled questions")
    .description(
      "Asks labelled questions of a cache and says how many hits are right, how many are wrong, and which threshold keeps wrong hits within a budget. Your store and your model are left alone.",
    )
    .argument("<file...>", "labelled rows as JSON, one in each line: see below")
    .option("-c, --config <module>", "module that exports the options of your semanticCache()")
    .option("-e, --embedding-model <id>", "built-in, none, or an id that your AI SDK knows")
    .option("-t, --threshold <number>", "least similarity of a hit, from -1 to 1", parseThreshold)
    .option("-g, --guards <preset>", "standard, strict, long-prompts, or none", parseGuards)
    .addOption(
      new Option("--vectors <which>", "vectors that came with rows, or new ones").choices(VECTORS),
    )
    .option("--max-wrong <budget>", "fail when more of ALL lookups get a wrong answer", parseBudget)
    .option(
      "--max-false-hits <budget>",
      "fail when more of the lookups that MUST MISS hit",
      parseBudget,
    )
    .option("--json", "print everything as JSON")
    .option("--html <file>", "write a report for the browser: one file, no network")
    .addHelpText("after", EVALUATE_HELP)
    .action(async (files: readonly string[], flags: Flags) => {
      setExitCode(await run(files, flags));
    });
}

async function run(files: readonly string[], flags: Flags): Promise<0 | 1> {
  const progress = createProgressLine();
  const { maxFalseHits, vectors } = flags;
  const evaluation = await evaluate({
    data: { file: files },
    cache: await cacheOptions(flags),
    vectors,
    ...(maxFalseHits && "share" in maxFalseHits ? { maxFalseHitRate: maxFalseHits.share } : {}),
    onProgress: ({ step, done, total }) => progress.show(step, done, total),
  }).finally(progress.end);
  if (evaluation.rates.lookups === 0) throw noRows(files);
  if (flags.html !== undefined) {
    await writeFile(flags.html, await evaluationHtml(evaluation));
    process.stderr.write(`The report is in ${flags.html}.\n`);
  }
  if (flags.json) printJson(evaluation);
  else print(text(evaluation));
  const broken = brokenBudgets(evaluation, flags);
  for (const sentence of broken) process.stderr.write(`${sentence}\n`);
  return broken.length > 0 ? EXIT.broken : EXIT.ok;
}

/** A budget over nothing is not kept. */
function noRows(files: readonly string[]): SemanticCacheError {
  const message = `evaluate: there are no rows in ${files.join(", ")}, so nothing was measured.`;
  return new SemanticCacheError("invalid-options", message);
}

/** The options of the module, where the command line does not say otherwise. */
async function cacheOptions(flags: Flags): Promise<SemanticCacheOptions> {
  const { config, embeddingModel, threshold, guards } = flags;
  const options = config === undefined ? {} : await loadConfig(config);
  return {
    ...options,
    ...(embeddingModel === undefined ? {} : { embeddingModel: modelOf(embeddingModel) }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(guards === undefined ? {} : { guards }),
  };
}

function modelOf(id: string): SemanticCacheOptions["embeddingModel"] {
  if (id === "built-in") return undefined;
  return id === "none" ? null : id;
}

/** A preset this version does not have is refused with the options. */
function parseGuards(name: string): SemanticCacheOptions["guards"] {
  return name === "none" ? false : (name as "standard");
}

function parseThreshold(text: string): number {
  const threshold = text.trim() === "" ? Number.NaN : Number(text);
  if (isSimilarity(threshold)) return threshold;
  throw new InvalidArgumentError("Say a raw cosine from -1 to 1, such as 0.85.");
}

function text(evaluation: Evaluation): string {
  return evaluationText(evaluation, {
    color: styleText("red", " ", { stream: process.stdout }) !== " ",
  });
}
