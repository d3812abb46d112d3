import { dot } from "../../../similarity.ts";
import type { Match, SearchQuery, StoredEntry } from "../../../store.ts";
import { QUANTIZATION_ERROR, rowSimilarity } from "../../quantize.ts";
import { type Command, requireTexts } from "../commands.ts";
import type { RedisKeys } from "../redis-keys.ts";
import type { RedisRecords } from "../redis-records.ts";
import type { SpaceKeys } from "./space-keys.ts";

/** What a search has read so far: how near rows and entries are. */
export interface Findings {
  /** The ids of `nominees` whose rows were not read yet. */
  unread(nominees: readonly string[]): readonly string[];
  /** Ids of which the entry should be read next: the best by their rows, `guess` as long as there are none. */
  wanted(guess: readonly string[]): readonly string[];
  /** The nearest row met. */
  best(): { readonly id: string; readonly similarity: number } | undefined;
  /** Commands that read rows and entries. */
  read(rows: readonly string[], entries: readonly string[]): readonly Command[];
  /** Takes over the replies to these commands. */
  take(
    rows: readonly string[],
    entries: readonly string[],
    replies: readonly unknown[],
  ): Promise<void>;
  /** The matches, best first. */
  matches(): readonly Match[];
  /** Ids that have no row or no entry any more. */
  gone(): readonly string[];
}

/** Findings of one search, none yet. */
export function createFindings(
  { scope, space, vector, limit, threshold }: SearchQuery,
  keys: RedisKeys,
  { rows: rowsKey }: SpaceKeys,
  records: RedisRecords,
): Findings {
  const similarities = new Map<string, number>(); // NaN: nothing that could be compared
  const entries = new Map<string, StoredEntry | undefined>();
  const rowless = new Set<string>();

  const isGone = (id: string): boolean => entries.has(id) && !entries.get(id);

  /** Ids by their rows, the nearest first, without those that are gone or too far away. */
  function ranking(): string[] {
    return [...similarities]
      .filter(([id, similarity]) => similarity >= threshold - QUANTIZATION_ERROR && !isGone(id))
      .sort(([, left], [, right]) => right - left)
      .map(([id]) => id);
  }

  return {
    unread: (nominees) => nominees.filter((id) => !similarities.has(id)),
    wanted(guess) {
      const ids = similarities.size === 0 ? guess : ranking().slice(0, limit);
      return ids.filter((id) => !entries.has(id));
    },
    best() {
      let best: { id: string; similarity: number } | undefined;
      for (const [id, similarity] of similarities) {
        if (similarity > (best?.similarity ?? -2)) best = { id, similarity };
      }
      return best;
    },
    read: (rows, wanted) => [
      ...(rows.length > 0 ? [["HMGET", rowsKey, ...rows] as const] : []),
      ...(wanted.length > 0
        ? [["MGET", ...wanted.map((id) => keys.entry(scope, id))] as const]
        : []),
    ],
    async take(rows, wanted, replies) {
      const rest = [...replies];
      const texts = rows.length > 0 ? requireTexts("HMGET", rest.shift(), rows.length) : [];
      for (const [at, id] of rows.entries()) {
        const text = texts[at];
        if (text === undefined) rowless.add(id);
        similarities.set(id, rowSimilarity(vector, text ?? "") ?? Number.NaN);
      }
      const found = wanted.length > 0 ? requireTexts("MGET", rest.shift(), wanted.length) : [];
      const accept = async (id: string, at: number): Promise<void> => {
        const entry = await records.accept(scope, id, found[at]);
        const isSame = entry?.space === space && entry.vector !== undefined;
        entries.set(id, isSame ? entry : undefined); // a row may be left behind
        similarities.set(id, isSame ? dot(entry.vector, vector) : Number.NaN);
      };
      await Promise.all(wanted.map(accept));
    },
    matches() {
      const matches: Match[] = [];
      for (const [id, entry] of entries) {
        const similarity = similarities.get(id) ?? Number.NaN; // exact: the entry was read
        if (entry && similarity >= threshold) matches.push({ entry, similarity });
      }
      return matches.sort((left, right) => right.similarity - left.similarity).slice(0, limit);
    },
    gone: () =>
      [...new Set([...rowless, ...entries.keys()])].filter((id) => rowless.has(id) || isGone(id)),
  };
}
