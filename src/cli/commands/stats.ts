import { Command } from "commander";
import { addCacheOptions, type CacheFlags, STORES_HELP } from "../cache-flags.ts";
import { EXIT, type SetExitCode } from "../exit.ts";
import { type OpenCache, withCache } from "../open-cache.ts";
import { outputPaint, print, printJson } from "../output.ts";
import { embeddingModelName, namespaceHash, spaceOf } from "../own-space.ts";
import { createProgressLine } from "../progress-line.ts";
import { liveStats } from "../stats/live-stats.ts";
import { liveStatsText } from "../stats/live-stats-text.ts";
import { type Survey, survey } from "../stats/survey.ts";
import { type SpaceNames, surveyText } from "../stats/survey-text.ts";

const HELP = `${STORES_HELP}
Examples:
  $ npx ai-sdk-semantic-cache stats --store redis://localhost:6379
      what the store holds; it reads every entry, and changes nothing
  $ npx ai-sdk-semantic-cache stats --from "http://127.0.0.1:3000/cache?token=…"
      hits, misses and savings of a running application, from its inspector

Exit codes: 0 read, 2 the store or the inspector cannot be read.
`;

interface Flags extends CacheFlags {
  readonly from?: string;
  readonly header?: readonly string[];
}

/** `stats`: what a store holds, or what a running application did. */
export function statsCommand(setExitCode: SetExitCode): Command {
  const command = new Command("stats")
    .summary("what a store holds, or what a running application did")
    .description(
      "Counts what a store holds: entries by namespace, model, age and embedding model, what ends soon, what is pinned or known to be wrong. With --from, what a running application did with its cache.",
    );
  return addCacheOptions(command)
    .option("--from <url>", "the inspector of a running application, in place of a store")
    .option("-H, --header <header...>", 'headers for --from, such as "authorization: Bearer …"')
    .addHelpText("after", HELP)
    .action(async (flags: Flags) => {
      await (flags.from === undefined ? showStore(flags) : showLive(flags.from, flags));
      setExitCode(EXIT.ok);
    });
}

async function showLive(url: string, { header = [], json }: Flags): Promise<void> {
  const overview = await liveStats(url, header);
  if (json) return printJson(overview);
  print(liveStatsText(overview, outputPaint()));
}

async function showStore(flags: Flags): Promise<void> {
  await withCache(flags, async (opened) => {
    const { address, options } = opened;
    const counted = await countEntries(opened, flags);
    if (flags.json) return printJson({ store: address, ...counted });
    const spaces = await spaceNames(options, counted);
    print(surveyText(counted, { address, spaces, paint: outputPaint() }));
  });
}

async function countEntries(
  { options, cache }: OpenCache,
  { namespace }: CacheFlags,
): Promise<Survey> {
  const progress = createProgressLine();
  const { entries: total } = await cache.size({ namespace });
  const hash = namespace === undefined ? undefined : await namespaceHash(options, namespace);
  const onEntry = (done: number): void => progress.show("entries", done, Math.max(done, total));
  return survey(options.store, { namespace: hash, onEntry }).finally(progress.end);
}

/** The embedding model of this cache, by the hashes its vectors are stored under. */
async function spaceNames(options: OpenCache["options"], { vectors }: Survey): Promise<SpaceNames> {
  const names = new Map<string, string>();
  const own = await embeddingModelName(options);
  for (const { dimensions } of own === undefined ? [] : vectors) {
    if (own !== undefined && dimensions !== null) {
      names.set(await spaceOf(options, own, dimensions), own);
    }
  }
  return names;
}
