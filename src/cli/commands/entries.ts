import { Command } from "commander";
import { addCacheOptions, STORES_HELP } from "../cache-flags.ts";
import { wholeId, wholeIds } from "../entries/entry-id.ts";
import { entryTable, entryText } from "../entries/entry-text.ts";
import { newestEntries } from "../entries/newest-entries.ts";
import { EXIT, type ExitCode, type SetExitCode } from "../exit.ts";
import { addFilterOptions, type FilterFlags, filterOf } from "../filter-flags.ts";
import { type OpenCache, withCache } from "../open-cache.ts";
import { outputPaint, print, printJsonLine, say } from "../output.ts";
import { parseLimit } from "../parse-limit.ts";
import { createProgressLine } from "../progress-line.ts";
import { countedEntries } from "../text/amounts.ts";

const HELP = `${STORES_HELP}
--json prints one entry in each line, all of it.

Examples:
  $ npx ai-sdk-semantic-cache entries --store file:semantic-cache.db
      the 20 newest
  $ npx ai-sdk-semantic-cache entries --search refund --older-than 7d --limit all
      those older than a week whose question or answer says "refund"
  $ npx ai-sdk-semantic-cache entries 3fa94c1b02
      all of one entry, by its id or the beginning of its key
  $ npx ai-sdk-semantic-cache entries --tag prices --json | jq -r .query

Exit codes: 0 listed, 1 no such entry, 2 the store or the command line cannot be used.
`;

interface Flags extends FilterFlags {
  readonly search?: string;
  readonly limit: number;
}

/** `entries`: what is stored, as a list or one by one. */
export function entriesCommand(setExitCode: SetExitCode): Command {
  const command = new Command("entries")
    .summary("list, search and show what is stored")
    .description("Lists stored answers, newest first, or shows one of them. Changes nothing.")
    .argument("[id]", "the entry to show");
  return addFilterOptions(addCacheOptions(command))
    .option("--search <text>", "questions or answers that contain this, whatever its case")
    .option("-l, --limit <number>", "most entries to list, or all", parseLimit, 20)
    .addHelpText("after", HELP)
    .action(async (id: string | undefined, flags: Flags) => {
      const show = id === undefined ? list : (opened: OpenCache) => showOne(opened, id, flags);
      setExitCode(await withCache(flags, (opened) => show(opened, flags)));
    });
}

async function list(opened: OpenCache, flags: Flags): Promise<ExitCode> {
  const { cache, options } = opened;
  const { search, limit, json, entryId } = flags;
  const ids = entryId && (await wholeIds(options.store, entryId));
  const progress = createProgressLine();
  const { entries: total } = await cache.size();
  const { newest, found } = await newestEntries(
    cache.entries(filterOf({ ...flags, entryId: ids })),
    {
      search,
      limit,
      onEntry: (done) => progress.show("entries", done, Math.max(done, total)),
    },
  ).finally(progress.end);
  if (json) {
    for (const entry of newest) printJsonLine(entry);
    return EXIT.ok;
  }
  if (newest.length > 0) print(entryTable(newest, outputPaint()).join("\n"));
  say(sentence(opened, found, newest.length));
  return EXIT.ok;
}

function sentence({ address }: OpenCache, found: number, shown: number): string {
  if (found === 0) return `Nothing of that kind is stored in ${address}.`;
  if (shown < found)
    return `${shown} of ${countedEntries(found)}, newest first; --limit all lists all.`;
  return `${countedEntries(found)}.`;
}

async function showOne({ cache, options }: OpenCache, id: string, flags: Flags): Promise<ExitCode> {
  const entryId = await wholeId(options.store, id);
  const [entry] = entryId === undefined ? [] : await Array.fromAsync(cache.entries({ entryId }));
  if (!entry) {
    say(`There is no entry ${id}: it may have expired.`);
    return EXIT.broken;
  }
  if (flags.json) printJsonLine(entry);
  else print(entryText(entry, outputPaint()));
  return EXIT.ok;
}
