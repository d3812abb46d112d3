import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import type { CacheModelInfo } from "../../middleware.ts";
import { addCacheOptions, type CacheFlags, STORES_HELP } from "../cache-flags.ts";
import { EXIT, type ExitCode, type SetExitCode } from "../exit.ts";
import { instructions } from "../installed-ai.ts";
import { interruptible } from "../interrupt.ts";
import { languageModel } from "../language-model.ts";
import { type OpenCache, withCache } from "../open-cache.ts";
import { print, printJson, say } from "../output.ts";
import { createProgressLine } from "../progress-line.ts";
import { dryRunLine, tryWarming } from "../warm/warm-dry-run.ts";
import { readWarmPrompts } from "../warm/warm-prompts.ts";
import { failureLines, isDone, reportLine, warmFile } from "../warm/warm-report.ts";
import { WARM_HELP } from "./warm-help.ts";

/** What the command line said. */
interface Flags extends CacheFlags {
  readonly model?: string;
  readonly system?: string;
  readonly call?: string;
  readonly concurrency: number;
  readonly dryRun?: boolean;
}

/** `warm`: asks a model what people will ask, before they do. */
export function warmCommand(setExitCode: SetExitCode): Command {
  const command = new Command("warm")
    .summary("answer questions ahead of time")
    .description(
      "Asks a model every prompt of a file that has no answer in the cache yet, as your application would, and stores the answers.",
    )
    .argument("<file>", "prompts: .txt or .jsonl, see below");
  return addCacheOptions(command, "partition of the cache to store answers in")
    .option("-m, --model <id>", "language model to ask; in place of the config's model")
    .option("--system <text>", "instructions your application gives in each call")
    .option("--call <file>", "all that your application says in each call, as a file of JSON")
    .option("--concurrency <number>", "calls at once", parseConcurrency, 4)
    .option("--dry-run", "only count what is there and what is not: no model is called")
    .addHelpText("after", `${STORES_HELP}${WARM_HELP}`)
    .action(async (file: string, flags: Flags) => {
      setExitCode(await run(file, flags));
    });
}

async function run(file: string, flags: Flags): Promise<ExitCode> {
  const prompts = await readWarmPrompts(file);
  const call = await callOf(flags);
  const { concurrency, dryRun = false, json = false } = flags;
  const warm = async (opened: OpenCache): Promise<ExitCode> => {
    const model = await modelOf(flags, opened);
    const progress = createProgressLine();
    const onProgress = (done: number): void => progress.show("prompts", done, prompts.length);
    const work = { file, prompts, model, call, concurrency, onProgress };
    if (dryRun) {
      const found = await tryWarming(opened.cache, work).finally(progress.end);
      if (json) printJson(found);
      else print(dryRunLine(found));
      return EXIT.ok;
    }
    const report = await interruptible((signal) =>
      warmFile(opened.cache, { ...work, signal }).finally(progress.end),
    );
    for (const line of failureLines(report)) say(line);
    if (json) printJson(report);
    else print(reportLine(report));
    return isDone(report) ? EXIT.ok : EXIT.broken;
  };
  return withCache(flags, warm, { create: !dryRun });
}

async function modelOf({ model: id }: Flags, { model }: OpenCache): Promise<CacheModelInfo> {
  const named = id ?? model;
  if (named !== undefined) return languageModel(named);
  throw invalid("Which model? Say --model openai/gpt-5-mini, or export model from your config.");
}

async function callOf({ system, call }: Flags): Promise<Readonly<Record<string, unknown>>> {
  const said = call === undefined ? {} : await readCall(call);
  return system === undefined ? said : { ...said, ...instructions(system) };
}

async function readCall(file: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(file, "utf8");
  try {
    const call: unknown = JSON.parse(text);
    if (isRecord(call)) return call;
  } catch (cause) {
    throw invalid(`--call ${file}: it must be JSON: ${(cause as Error).message}`);
  }
  throw invalid(`--call ${file}: it must be an object with what generateText takes.`);
}

function parseConcurrency(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError("Say a whole number above 0, such as 8.");
}

function invalid(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", message);
}
