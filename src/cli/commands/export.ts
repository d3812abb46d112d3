import { Command } from "commander";
import { SemanticCacheError } from "../../errors.ts";
import { addCacheOptions, type CacheFlags, STORES_HELP } from "../cache-flags.ts";
import { EXIT, type SetExitCode } from "../exit.ts";
import { interruptible } from "../interrupt.ts";
import { type OpenCache, withCache } from "../open-cache.ts";
import { print, printJson, say } from "../output.ts";
import { embeddingModelName, spaceOf } from "../own-space.ts";
import { createProgressLine } from "../progress-line.ts";
import { bytesText, countedEntries } from "../text/amounts.ts";
import { countingLines } from "../transfer/counting-lines.ts";
import { writeOut } from "../transfer/write-out.ts";

const HELP = `${STORES_HELP}
The file holds questions, answers and vectors, as lines of JSON: keep it as you keep the store.

Examples:
  $ npx ai-sdk-semantic-cache export backup.jsonl.gz --store redis://localhost:6379
      compressed, by its ending
  $ npx ai-sdk-semantic-cache export --store file:a.db - | npx ai-sdk-semantic-cache import - --store file:b.db
      from one store to another

Exit codes: 0 exported, 1 interrupted, 2 the store or the file cannot be used.
`;

/** `export`: all answers of a store, as lines of JSON. */
export function exportCommand(setExitCode: SetExitCode): Command {
  const command = new Command("export")
    .summary("write all answers into a file")
    .description("Writes all answers, or those of a namespace, with their vectors: for import.")
    .argument("[file]", "where to; compressed where it ends in .gz; - is standard output", "-");
  return addCacheOptions(command)
    .addHelpText("after", HELP)
    .action(async (file: string, flags: CacheFlags) => {
      checkTarget(file, flags);
      const isWhole = await withCache(flags, (opened) => run(opened, file, flags));
      setExitCode(isWhole ? EXIT.ok : EXIT.broken);
    });
}

function checkTarget(file: string, { json }: CacheFlags): void {
  const problem =
    file !== "-"
      ? undefined
      : json
        ? "--json prints a receipt, and the answers go there already: name a file."
        : process.stdout.isTTY &&
          "Name a file such as backup.jsonl.gz, or send the output somewhere.";
  if (problem) throw new SemanticCacheError("invalid-options", `export: ${problem}`);
}

async function run(opened: OpenCache, file: string, flags: CacheFlags): Promise<boolean> {
  const { cache, address } = opened;
  const { namespace, json } = flags;
  await checkVectors(opened, flags);
  const progress = createProgressLine();
  const { entries: total } = await cache.size({ namespace });
  const lines = countingLines((count) => progress.show("entries", count, Math.max(count, total)));
  const bytes = await interruptible(async (signal) => {
    const source = (await cache.export(namespace === undefined ? {} : { namespace })).pipeThrough(
      lines.transform,
      { signal },
    );
    return writeOut(source, file, signal);
  }).finally(progress.end);
  if (bytes === undefined) {
    say("Interrupted: no file was written.");
    return false;
  }
  const entries = Math.max(0, lines.count() - 2); // but header and end
  if (json) printJson({ store: address, file, entries, bytes });
  else if (file === "-") say(`Exported ${countedEntries(entries)} of ${address}.`);
  else print(`Exported ${countedEntries(entries)} of ${address} to ${file} (${bytesText(bytes)}).`);
  return true;
}

const LOOKED_AT = 100;

/**
 * The header of an export names the embedding model. Where nobody said which one it is, the built-in one
 * is assumed: vectors of another must not be passed off as its.
 */
async function checkVectors(
  { options, config }: OpenCache,
  { embeddingModel }: CacheFlags,
): Promise<void> {
  if (config !== undefined || embeddingModel !== undefined) return;
  const name = (await embeddingModelName(options)) ?? "";
  let left = LOOKED_AT;
  for await (const { space, vector } of options.store.entries()) {
    if (vector && space !== (await spaceOf(options, name, vector.length))) {
      throw new SemanticCacheError(
        "invalid-options",
        `export: vectors of ${vector.length} dimensions are of another embedding model than ${name}. Say which, as your application names it: --embedding-model openai/text-embedding-3-small, or --config.`,
      );
    }
    if (--left === 0) return;
  }
}
