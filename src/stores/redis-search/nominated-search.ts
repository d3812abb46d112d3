import { dot } from "../../similarity.ts";
import type { Match, SearchQuery } from "../../store.ts";
import type { Command } from "../../store-kit/redis/commands.ts";
import { scriptCommand, withPart } from "../../store-kit/redis/script-command.ts";
import type { VectorIndexTools, VectorPlace } from "../../store-kit/redis/vector-index.ts";
import type { VectorEngine } from "./vector-engine.ts";

/** Nominees beyond the limit: estimates may be out of order, and records may be gone. */
const SPARE = 8;
/** How many times as many are asked for when records that are gone stood in the way. */
const SECOND_TRY = 8;
/** Nominees beyond the limit that are read at once: a record may be large. */
const READ_SPARE = 2;

/** A vector goes only while it has no record: one that was written meanwhile stays. */
const FORGET = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
return index()`;

/**
 * Searches by nominees: the server names the nearest, their records are read and compared exactly, and
 * what the records say is returned. Vectors whose record is gone are taken out; when they took the place
 * of others, more are asked for, once.
 */
export function nominatedSearch(
  { commands, keys, records }: VectorIndexTools,
  engine: VectorEngine,
): (query: SearchQuery) => Promise<readonly Match[]> {
  function forgetCommand({ scope, space, id }: VectorPlace): Command {
    const record = { lua: FORGET, keys: [keys.entry(scope, id)], args: [] };
    return scriptCommand(withPart(record, engine.remove({ scope, space, id })));
  }

  async function compare({ scope, space, vector, threshold }: SearchQuery, ids: readonly string[]) {
    const entries = await records.read(scope, ids);
    const matches = entries.flatMap((entry): Match[] => {
      if (entry?.space !== space || !entry.vector) return [];
      const similarity = dot(entry.vector, vector);
      return similarity >= threshold ? [{ entry, similarity }] : [];
    });
    const gone = ids.filter((_, at) => !entries[at]).map((id) => ({ scope, space, id }));
    return { matches, gone };
  }

  /** Reads no more records than it takes to have enough matches. */
  async function compareAll(query: SearchQuery, ids: readonly string[]) {
    const matches: Match[] = [];
    const gone: VectorPlace[] = [];
    let at = 0;
    while (at < ids.length && matches.length < query.limit) {
      const batch = ids.slice(at, at + query.limit - matches.length + READ_SPARE);
      const compared = await compare(query, batch);
      matches.push(...compared.matches);
      gone.push(...compared.gone);
      at += batch.length;
    }
    return { matches: matches.sort(bestFirst).slice(0, query.limit), gone };
  }

  async function attempt(query: SearchQuery, count: number) {
    const nominees = await engine.nominate(query, count);
    const least = query.threshold - engine.tolerance;
    const near = nominees.filter(({ similarity }) => similarity >= least);
    const { matches, gone } = await compareAll(
      query,
      near.map(({ id }) => id),
    );
    if (gone.length > 0) await commands.send(gone.map(forgetCommand));
    const mayBeMore = gone.length > 0 && matches.length < query.limit && near.length >= count;
    return { matches, mayBeMore };
  }

  return async (query) => {
    const count = query.limit + SPARE;
    const { matches, mayBeMore } = await attempt(query, count);
    if (!mayBeMore) return matches;
    return (await attempt(query, SECOND_TRY * count)).matches;
  };
}

function bestFirst(left: Match, right: Match): number {
  return right.similarity - left.similarity;
}
