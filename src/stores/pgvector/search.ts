import { dot } from "../../similarity.ts";
import type { Match, SearchQuery, StoredEntry } from "../../store.ts";
import { COLUMNS, FORMAT, toVectorText } from "./rows.ts";
import type { Tables } from "./tables.ts";

/** pgvector computes in 32 bits, so a match at the threshold may fall below it there. */
const ROUNDING = 1e-4;

/**
 * A condition on expiry that is checked row by row. Left to choose, the planner may walk the index of
 * expiry instead of that of the scope: nearly all of the table.
 */
export function isAfter(column: string, moment: string): string {
  return `(${column} > ${moment}) IS TRUE`;
}

/**
 * The statement of a search and its values. Vectors and payloads are read for the nearest only: as text
 * they cost more than the comparison. A length that has an index goes through its function.
 */
export function toSearch(tables: Tables, query: SearchQuery): [text: string, values: unknown[]] {
  const { scope, space, vector, limit, threshold } = query;
  const dimensions = vector.length; // a number: the only thing here that is not a bound value
  const furthest = 1 - threshold + ROUNDING;
  const values = [scope, space, toVectorText(vector), Date.now(), limit, furthest];
  const nearest = tables.indexed.includes(dimensions)
    ? `SELECT entry.* FROM ${tables.nearest(dimensions)}($1, $2, $3::vector, $4, $5) AS found
       JOIN ${tables.entries} AS entry ON entry.scope = $1 AND entry.key = found`
    : `SELECT * FROM ${tables.entries} WHERE scope = $1 AND space = $2 AND dimensions = ${dimensions}
       AND ${isAfter("expires_at", "$4")} AND format = ${FORMAT} ORDER BY embedding <=> $3::vector LIMIT $5`;
  // CASE: the planner may look at this condition first, and vectors of two lengths cannot be compared.
  const text = `SELECT ${COLUMNS} FROM (${nearest}) AS nearest
    WHERE CASE WHEN dimensions = ${dimensions} THEN embedding <=> $3::vector <= $6 END`;
  return [text, values];
}

/** What was found, compared again with full precision. */
export function toMatches(entries: readonly StoredEntry[], query: SearchQuery): Match[] {
  const { space, vector, threshold, limit } = query;
  return entries
    .filter((entry) => entry.space === space && entry.expiresAt > Date.now())
    .map((entry) => ({ entry, similarity: entry.vector ? dot(entry.vector, vector) : Number.NaN }))
    .filter(({ similarity }) => similarity >= threshold)
    .sort((left, right) => right.similarity - left.similarity)
    .slice(0, limit);
}
