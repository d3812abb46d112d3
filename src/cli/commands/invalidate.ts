import { Command } from "commander";
import { SemanticCacheError } from "../../errors.ts";
import { oneLine } from "../../evaluate/text/one-line.ts";
import type { InvalidateFilter, InvalidationReceipt } from "../../index.ts";
import { addCacheOptions, STORES_HELP } from "../cache-flags.ts";
import { confirm } from "../confirm.ts";
import { shortId, wholeIds } from "../entries/entry-id.ts";
import { EXIT, type SetExitCode } from "../exit.ts";
import { addFilterOptions, type FilterFlags, filterOf } from "../filter-flags.ts";
import { type OpenCache, withCache } from "../open-cache.ts";
import { print, printJson, say } from "../output.ts";
import { countedEntries } from "../text/amounts.ts";

const HELP = `${STORES_HELP}
Nothing is removed without --yes: without it you see what would be. On a terminal you are asked.
Conditions are joined by AND, several values of one by OR. Names are compared as hashes: with a secret,
set SEMANTIC_CACHE_SECRET or use your config.

Examples:
  $ npx ai-sdk-semantic-cache invalidate --tag prices --store redis://localhost:6379
      says what would go
  $ npx ai-sdk-semantic-cache invalidate --source handbook@2026-01 --yes
      answers made from that version of that document
  $ npx ai-sdk-semantic-cache invalidate --model openai/gpt-4o --older-than 30d --yes --json
      with a receipt, for the record
  $ npx ai-sdk-semantic-cache invalidate --all --yes

Exit codes: 0 done, or said what would be; 2 the store or the command line cannot be used.
`;

interface Flags extends FilterFlags {
  readonly all?: boolean;
  readonly yes?: boolean;
}

/** `invalidate`: removes answers, after showing which. */
export function invalidateCommand(setExitCode: SetExitCode): Command {
  const command = new Command("invalidate")
    .summary("remove answers by tag, source, model, question or age; shows them first")
    .description("Removes stored answers. Without --yes it only says which ones would go.");
  return addFilterOptions(addCacheOptions(command))
    .option("--all", "everything, or all of --namespace")
    .option("-y, --yes", "remove them")
    .addHelpText("after", HELP)
    .action(async (flags: Flags) => {
      await withCache(flags, (opened) => run(opened, flags));
      setExitCode(EXIT.ok);
    });
}

async function run(opened: OpenCache, flags: Flags): Promise<void> {
  const filter = await checkedFilter(opened, flags);
  const planned = await remove(opened, filter, flags, true);
  if (!flags.json && !flags.yes) await showPlan(opened, filter, planned);
  const isWanted = flags.yes || (!flags.json && planned.entries > 0 && (await confirm("Remove?")));
  const receipt = isWanted ? await remove(opened, filter, flags, false) : planned;
  if (flags.json) printJson(receipt);
  else if (isWanted) print(`Removed ${countedEntries(receipt.entries)} from ${opened.address}.`);
  else if (planned.entries > 0) say("Nothing was removed: add --yes.");
}

async function checkedFilter({ options }: OpenCache, flags: Flags): Promise<InvalidateFilter> {
  const { all, entryId } = flags;
  const ids = entryId && (await wholeIds(options.store, entryId));
  const filter = filterOf({ ...flags, entryId: ids });
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const isNarrow = given.some(([name]) => name !== "namespace");
  if (all ? !isNarrow : given.length > 0) return filter;
  throw new SemanticCacheError(
    "invalid-options",
    all
      ? "--all is everything: leave it out, or the conditions beside it (--namespace may stay)."
      : "Say which: --tag, --source, --model, --query, --older-than, --entry-id, --key, --namespace, or --all.",
  );
}

/** A whole store, or a namespace, is cleared: that takes what belongs to no answer as well. */
async function remove(
  { cache, options }: OpenCache,
  filter: InvalidateFilter,
  { all, namespace }: Flags,
  dryRun: boolean,
): Promise<InvalidationReceipt> {
  if (!all) return cache.invalidate(filter, { dryRun });
  const entries = dryRun
    ? (await cache.size({ namespace })).entries
    : await cache.clear(namespace === undefined ? {} : { namespace });
  const at = new Date().toISOString();
  return { entries, inFlight: 0, dryRun, store: options.store.name, at };
}

const SHOWN = 5;

/** What would go: how many, and the first of them. */
async function showPlan(
  { cache, address }: OpenCache,
  filter: InvalidateFilter,
  { entries }: InvalidationReceipt,
): Promise<void> {
  if (entries === 0) return print(`Nothing of that kind is stored in ${address}.`);
  print(`${countedEntries(entries)} of ${address} would be removed:`);
  let shown = 0;
  for await (const { entryId, query = "(no question)" } of cache.entries(filter)) {
    print(`  ${shortId(entryId)}  ${oneLine(query)}`);
    if (++shown === SHOWN) break;
  }
  if (entries > shown) print(`  … and ${countedEntries(entries - shown)} more`);
}
