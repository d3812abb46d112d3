import { behaviourOf, wrongAnswersOf } from "./peers/behaviour.ts";
import { compareIndexes } from "./peers/indexes.ts";
import { load } from "./peers/load.ts";
import { oursAsFunction } from "./peers/ours.ts";
import type { Peer } from "./peers/peer.ts";
import { PEERS } from "./peers/peers.ts";
import { compareSpeed } from "./peers/speed.ts";
import { withoutCache } from "./peers/without-cache.ts";
import type { Bench, BenchContext } from "./support/bench.ts";

const ENTRIES = 10_000;
/** One threshold for all, beside what each of them does by default. */
const SAME_THRESHOLD = 0.85;

/**
 * Other caches of answers, and other indexes of vectors: what they do, and how fast. Each is used as its
 * README says. `--only behaviour,speed,indexes` chooses a part, `--sizes 1k` the number of entries.
 */
export const peers: Bench = async (context) => {
  const wants = (part: string): boolean => context.only?.includes(part) ?? true;
  const installed = await findInstalled(context);
  const [entries = ENTRIES] = context.sizes ?? [];
  if (wants("behaviour")) await reportBehaviour(installed, context);
  if (wants("speed")) {
    const all = [withoutCache, ...installed];
    const byMeaning = installed.filter(({ finds }) => finds === "meaning");
    for (const row of await compareSpeed(all, "trigrams", entries)) context.report(row);
    for (const row of await compareSpeed(byMeaning, "built-in", entries)) context.report(row);
  }
  if (wants("indexes")) for (const row of await compareIndexes(entries)) context.report(row);
  return `${installed.length - 1} caches beside each other, each used as its README says.`;
};

/** A peer that is not installed is a row that says so. */
async function findInstalled({ report }: BenchContext): Promise<Peer[]> {
  const installed: Peer[] = [];
  for (const peer of PEERS) {
    const error = peer.package && (await load(peer.package)).error;
    if (error) report({ name: peer.name, notInstalled: error });
    else installed.push(peer);
  }
  return installed;
}

async function reportBehaviour(
  installed: readonly Peer[],
  { report }: BenchContext,
): Promise<void> {
  const asked = installed.filter((peer) => peer !== oursAsFunction); // the same cache as ours
  for (const peer of asked) report(await behaviourOf(peer));
  const byMeaning = asked.filter(({ finds }) => finds === "meaning");
  for (const peer of byMeaning) report(await wrongAnswersOf(peer));
  for (const peer of byMeaning) report(await wrongAnswersOf(peer, SAME_THRESHOLD));
}
