import { dot } from "../../similarity.ts";
import type { Match, SearchQuery, StoredEntry } from "../../store.ts";

/** One of the matches a search had. The entry itself is a copy in the first tier, while it is there. */
export interface RecentMatch {
  readonly key: string;
  readonly createdAt: number;
  readonly similarity: number;
}

/**
 * What the second tier said to the latest questions, so that a question that comes again in the very
 * same words (the exact key does not know it when it was answered by meaning) need not be asked again.
 */
export interface RecentSearches {
  find(query: SearchQuery): readonly RecentMatch[] | undefined;
  remember(query: SearchQuery, matches: readonly Match[]): void;
  /** Forgets the searches that would have found this entry, or did. */
  forgetFor(entry: StoredEntry): void;
}

const MOST_REMEMBERED = 1_000;

interface Recent {
  readonly query: SearchQuery;
  readonly matches: readonly RecentMatch[];
  readonly until: number;
}

/** The {@link RecentSearches} of one store; each is remembered for `maxAgeMs`. */
export function createRecentSearches(maxAgeMs: number): RecentSearches {
  const searches = new Map<string, Recent>(); // the first is the oldest

  return {
    find(query) {
      const recent = searches.get(nameOf(query));
      const isSame = recent?.query.vector.every((value, at) => value === query.vector[at]);
      return isSame && recent && recent.until > Date.now() ? recent.matches : undefined;
    },

    remember(query, matches) {
      if (matches.length === 0) return; // the next process may have stored the answer by now
      const recent = matches.map(({ entry: { key, createdAt }, similarity }) => ({
        key,
        createdAt,
        similarity,
      }));
      const name = nameOf(query);
      searches.delete(name);
      searches.set(name, { query, matches: recent, until: Date.now() + maxAgeMs });
      for (const oldest of searches.keys()) {
        if (searches.size <= MOST_REMEMBERED) break;
        searches.delete(oldest);
      }
    },

    forgetFor(entry) {
      for (const [name, recent] of searches) {
        if (isAbout(recent, entry)) searches.delete(name);
      }
    },
  };
}

function isAbout({ query, matches }: Recent, { scope, key, space, vector }: StoredEntry): boolean {
  if (query.scope !== scope) return false;
  if (matches.some((match) => match.key === key)) return true;
  return query.space === space && !!vector && dot(query.vector, vector) >= query.threshold;
}

/** Short, so two vectors may share it; `find` compares the whole vector. */
function nameOf({ scope, space, vector, limit, threshold }: SearchQuery): string {
  return [scope, space, limit, threshold, vector.length, ...vector.subarray(0, 8)].join();
}
