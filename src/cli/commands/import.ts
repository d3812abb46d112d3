import { Command } from "commander";
import { SemanticCacheError } from "../../errors.ts";
import { whole } from "../../evaluate/format.ts";
import type { ImportReport } from "../../index.ts";
import { addCacheOptions, type CacheFlags, STORES_HELP } from "../cache-flags.ts";
import { EXIT, type ExitCode, type SetExitCode } from "../exit.ts";
import { interruptible } from "../interrupt.ts";
import { type OpenCache, withCache } from "../open-cache.ts";
import { print, printJson, say } from "../output.ts";
import { createProgressLine } from "../progress-line.ts";
import { countedEntries } from "../text/amounts.ts";
import { messageOf } from "../text/message-of.ts";
import { type ReadIn, readIn } from "../transfer/read-in.ts";

const HELP = `${STORES_HELP}
Vectors must be of your cache's embedding model. Those of another are refused; --reembed gives every
question a new one, which asks your embedding model. Without a config and without --embedding-model
vectors are written as they are: an application with the model they are from finds them.
What the store has already, and newer, stays. It can be run again after an interruption.

Examples:
  $ npx ai-sdk-semantic-cache import backup.jsonl.gz --store postgres://localhost/app
  $ npx ai-sdk-semantic-cache import backup.jsonl --config semantic-cache.config.ts --reembed

Exit codes: 0 imported, 1 the file was cut, interrupted, or entries failed, 2 it cannot be used.
`;

interface Flags extends CacheFlags {
  readonly reembed?: boolean;
}

/** `import`: the answers of an export, into a store. */
export function importCommand(setExitCode: SetExitCode): Command {
  const command = new Command("import")
    .summary("read answers from a file that export has written")
    .description("Writes the answers of an export into a store.")
    .argument("<file>", "what export has written, compressed or not; - is standard input");
  return addCacheOptions(command, false)
    .option("--reembed", "make new vectors where they are of another embedding model")
    .addHelpText("after", HELP)
    .action(async (file: string, flags: Flags) => {
      const input = await readIn(file); // first: a mistyped name must not make a database
      const work = (opened: OpenCache): Promise<ImportReport> => run(opened, input, flags);
      setExitCode(report(await withCache(flags, work, { create: true }), file, flags));
    });
}

async function run(opened: OpenCache, input: ReadIn, flags: Flags): Promise<ImportReport> {
  const { reembed = false, embeddingModel } = flags;
  const isAsItIs = opened.config === undefined && embeddingModel === undefined && !reembed;
  const { cache } = isAsItIs ? await asItIs(opened) : opened;
  const progress = createProgressLine();
  const onProgress = ({ entries, kept }: ImportReport): void => {
    const { done, total } = input.progress() ?? { done: 0, total: 0 };
    progress.show(`${whole(entries + kept)} entries, bytes`, done, total);
  };
  try {
    return await interruptible((abortSignal) =>
      cache.import(input.pieces, { reembed, onProgress, abortSignal }),
    );
  } catch (error) {
    throw inWordsOfTheCommandLine(error);
  } finally {
    progress.end();
  }
}

/** The same store, by a cache that has no embedding model to compare with. */
async function asItIs({ options }: OpenCache): Promise<Pick<OpenCache, "cache">> {
  const { semanticCache } = await import("../../semantic-cache.ts");
  return { cache: semanticCache({ ...options, embeddingModel: null }) };
}

/** The library speaks of its own options. */
function inWordsOfTheCommandLine(error: unknown): unknown {
  if (!SemanticCacheError.isInstance(error)) return error;
  const message = error.message
    .replace("Pass { reembed: true } to make new ones.", "Add --reembed to make new ones.")
    .replace("another `secret`;", "another `secret` (set SEMANTIC_CACHE_SECRET, or say --config);");
  return new SemanticCacheError(error.code, message, { cause: error });
}

const SHOWN = 5;

function report(done: ImportReport, file: string, { json }: Flags): ExitCode {
  const { entries, kept, expired, invalid, failed, complete } = done;
  const isGood = complete && failed.length === 0 && invalid === 0;
  const named = failed.map(({ line, error }) => ({ line, error: messageOf(error) }));
  if (json) {
    printJson({ ...done, failed: named });
    return isGood ? EXIT.ok : EXIT.broken;
  }
  const parts = [
    [kept, "were there already"],
    [expired, "have expired"],
    [invalid, "are damaged"],
    [failed.length, "failed"],
  ] as const;
  const others = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${whole(count)} ${what}`);
  print(
    `Imported ${countedEntries(entries)} from ${file === "-" ? "standard input" : file}${others.map((part) => `; ${part}`).join("")}.`,
  );
  for (const { line, error } of named.slice(0, SHOWN)) say(`  line ${line}: ${error}`);
  if (!complete) say("The end of the file was not read: it was cut, or the import interrupted.");
  return isGood ? EXIT.ok : EXIT.broken;
}
