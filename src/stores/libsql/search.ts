import type { SearchQuery } from "../../store.ts";
import { toBytes } from "../../store-kit/vector-bytes.ts";
import type { LibsqlRow, LibsqlStatement } from "./client.ts";
import type { Database } from "./database.ts";
import { ENTRY_COLUMNS, FORMAT } from "./row.ts";
import type { Tables } from "./schema.ts";
import { mostBits, sketchBits, turned } from "./sketch.ts";

/** How many of the nearest sketches are looked at first: enough, unless many entries are near. */
const FIRST_LOOK = 64;
/** In SQL: as many as there are. */
const ALL = -1;
/** The engine's distances are 32-bit floats; what is near the threshold is measured again afterwards. */
const TOLERANCE = 1e-5;

/**
 * The rows of the nearest entries, best first. The engine compares the sketches of one scope and space,
 * all of them side by side in an index, and only the vectors of those that are near enough by them.
 */
export async function searchRows(
  { read }: Database,
  tables: Tables,
  query: SearchQuery,
): Promise<readonly LibsqlRow[]> {
  const sketch = toBytes(turned(query.vector));
  const look = async (most: number, threshold: number): Promise<[number, LibsqlRow[]]> => {
    const rows = await read(nearest(tables, query, sketch, most, threshold));
    const found = rows.filter(({ id }) => id !== null);
    return [Number(rows[0]?.nominated), found];
  };

  const [nominated, found] = await look(FIRST_LOOK, query.threshold);
  if (nominated < FIRST_LOOK) return found;
  // More entries may be near than were looked at: those that could be better than what was found.
  const worst = found.length < query.limit ? undefined : found.at(-1)?.distance;
  const threshold = worst === undefined ? query.threshold : 1 - Number(worst) - TOLERANCE;
  return (await look(ALL, Math.max(query.threshold, threshold)))[1];
}

/**
 * Lengths are checked before anything is compared: one damaged value would fail the whole search. The
 * first row always comes, so that the number of nominees is known when none of them is near enough.
 */
function nearest(
  { entries, searchIndex }: Tables,
  query: SearchQuery,
  sketch: Uint8Array,
  most: number,
  threshold: number,
): LibsqlStatement {
  const { scope, space, vector, limit } = query;
  const sql = `
    WITH nominees AS MATERIALIZED (
      SELECT id FROM (
        SELECT id, CASE WHEN length(sketch) = length(vector1bit(?1))
          AND substr(sketch, -2) = substr(vector1bit(?1), -2)
          THEN vector_distance_cos(sketch, vector1bit(?1)) END AS bits
        FROM ${entries} INDEXED BY ${searchIndex}
        WHERE scope = ?2 AND space = ?3 AND expires_at > ?4 AND sketch IS NOT NULL)
      WHERE bits <= ?5 ORDER BY bits LIMIT ?6),
    near AS MATERIALIZED (
      SELECT entry.id AS id, CASE WHEN typeof(vector) = 'blob' AND length(vector) = length(?7)
        THEN vector_distance_cos(vector, ?7) END AS distance
      FROM nominees CROSS JOIN ${entries} AS entry USING (id) WHERE entry.format = ${FORMAT})
    SELECT nominated, distance, ${ENTRY_COLUMNS}
    FROM (SELECT count(*) AS nominated FROM nominees)
    LEFT JOIN (SELECT * FROM near WHERE distance <= ?8 ORDER BY distance LIMIT ?9) AS best
    LEFT JOIN ${entries} AS entry ON entry.id = best.id
    ORDER BY distance`;
  const bits = mostBits(sketchBits(vector.length), threshold);
  const nominees = [sketch, scope, space, Date.now(), bits, most];
  return { sql, args: [...nominees, toBytes(vector), 1 - threshold + TOLERANCE, limit] };
}
