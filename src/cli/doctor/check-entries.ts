import type { SemanticCacheOptions } from "../../options.ts";
import type { CacheStore } from "../../store.ts";
import { spaceOf } from "../own-space.ts";
import { type Survey, survey } from "../stats/survey.ts";
import { countedEntries } from "../text/amounts.ts";
import { type Finding, findings } from "./finding.ts";

/** What is stored: whether this cache can use it. */
export async function checkEntries(
  options: SemanticCacheOptions & { readonly store: CacheStore },
  embeddingModel: string | undefined,
): Promise<Finding[]> {
  const unknown = countUnknown(options.store);
  const held = await survey(options.store).finally(unknown.stop);
  const { ok } = findings("entries");
  const { entries, expiring, pinned, quarantined } = held;
  const facts = `${countedEntries(entries)} to use; ${expiring.day} end within a day, ${pinned} pinned, ${quarantined} known to be wrong`;
  return [
    ok(entries === 0 ? "nothing is stored yet" : facts),
    ...(await foreignVectors(options, embeddingModel, held)),
    ...unknownFormat(held.unknownFormat + unknown.count()),
    ...unreadable(held),
  ];
}

/** Records that a store skips while it lists, as another version wrote them. */
function countUnknown(store: CacheStore): { count(): number; stop(): void } {
  let count = 0;
  const stop = store.changes?.(({ type }) => {
    if (type === "unknown-format") count++;
  });
  return { count: () => count, stop: () => stop?.() };
}

async function foreignVectors(
  options: SemanticCacheOptions,
  name: string | undefined,
  { vectors }: Survey,
): Promise<Finding[]> {
  if (name === undefined) return [];
  let foreign = 0;
  for (const { space, dimensions, entries } of vectors) {
    if (dimensions === null) continue;
    if (space !== (await spaceOf(options, name, dimensions))) foreign += entries;
  }
  if (foreign === 0) return [];
  const { warning } = findings("other embedding models");
  return [
    warning(
      `${countedEntries(foreign)} have vectors of another embedding model than ${name}: they are hit exactly only`,
      "If your application has another model, say it: --embedding-model or --config. If it moved, cache.reembed(…) gives them new vectors.",
    ),
  ];
}

function unknownFormat(count: number): Finding[] {
  if (count === 0) return [];
  const { warning } = findings("other versions");
  const advice =
    "Update this package where it is older; entries of the other version expire by themselves.";
  return [
    warning(`${countedEntries(count)} were written by another version of this package`, advice),
  ];
}

function unreadable({ unreadable: count }: Survey): Finding[] {
  if (count === 0) return [];
  const { warning } = findings("unreadable");
  const advice =
    "Encrypted ones need the key: use --config with the store of your application. Damaged ones are misses.";
  return [warning(`${countedEntries(count)} cannot be read: encrypted, or damaged`, advice)];
}
