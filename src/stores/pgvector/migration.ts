import { isAfter } from "./search.ts";
import { type TableOptions, type Tables, toTables } from "./tables.ts";

/** Of the tables, kept in the comment of the first. Not of an entry: each row has its own. */
const SCHEMA_VERSION = 1;
const MARK = "ai-sdk-semantic-cache schema";
/** One for all tables of a database: two stores that create the extension at once would collide. */
const LOCK = 7_305_817_463;
/** Up to here a scope is compared entry by entry: as fast as the index, and nothing is overlooked. */
const EXACT_UP_TO = 5_000;
/** Above, pgvector indexes 16-bit floats only. */
const MAX_FULL_PRECISION = 2_000;

/**
 * What `migrate()` runs, as text, for those whose deployments run SQL files: one statement, that can be
 * run again and by two processes at once.
 *
 * @throws SemanticCacheError `invalid-options` for a name or a length that cannot be taken.
 */
export function pgvectorMigration(options: TableOptions = {}): string {
  const tables = toTables(options);
  return `DO $migration$
DECLARE
  mark text;
BEGIN
  PERFORM pg_advisory_xact_lock(${LOCK});
${versionCheck(tables)}
${createTables(tables)}
${tables.indexed.length > 0 ? INDEX_CHECK : ""}
${tables.indexed.map((dimensions) => createIndex(tables, dimensions)).join("\n")}
END
$migration$`;
}

function versionCheck({ entries }: Tables): string {
  const table = entries.replaceAll('"', ""); // of checked characters: safe inside quotes of any kind
  return `  IF to_regclass('${entries}') IS NOT NULL THEN
    mark := coalesce(obj_description(to_regclass('${entries}'), 'pg_class'), '');
    IF mark !~ '^${MARK} [0-9]{1,6}$' THEN
      RAISE EXCEPTION 'there is a table ${table} of something else; choose another name with the option table';
    END IF;
    IF substring(mark FROM '[0-9]+$')::integer > ${SCHEMA_VERSION} THEN
      RAISE EXCEPTION 'table ${table} was made by a later version of ai-sdk-semantic-cache; update the package, or choose another name with the option table';
    END IF;
  END IF;`;
}

// Recency has no index, so that touching an entry leaves all indexes alone (a HOT update).
function createTables({ schema, entries, aliases, leases, index }: Tables): string {
  return `  IF to_regnamespace('"${schema}"') IS NULL THEN
    CREATE SCHEMA "${schema}";
  END IF;
  CREATE EXTENSION IF NOT EXISTS vector;
  CREATE TABLE IF NOT EXISTS ${entries} (
    scope text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    normal_key text COLLATE "C",
    namespace text COLLATE "C" NOT NULL,
    model text COLLATE "C" NOT NULL,
    tags text[] NOT NULL,
    sources text[] NOT NULL,
    space text COLLATE "C",
    embedding vector,
    dimensions integer GENERATED ALWAYS AS (vector_dims(embedding)) STORED,
    created_at double precision NOT NULL,
    stale_at double precision NOT NULL,
    expires_at double precision NOT NULL,
    accessed_at double precision NOT NULL,
    format integer NOT NULL,
    checksum text NOT NULL,
    payload text NOT NULL,
    PRIMARY KEY (scope, key)
  ) WITH (fillfactor = 90);
  CREATE INDEX IF NOT EXISTS ${index("normal")} ON ${entries} (scope, normal_key) WHERE normal_key IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ${index("namespace")} ON ${entries} (namespace);
  CREATE INDEX IF NOT EXISTS ${index("expiry")} ON ${entries} (expires_at);
  COMMENT ON TABLE ${entries} IS '${MARK} ${SCHEMA_VERSION}';
  CREATE TABLE IF NOT EXISTS ${aliases} (
    alias text COLLATE "C" PRIMARY KEY,
    target text COLLATE "C" NOT NULL,
    namespace text COLLATE "C" NOT NULL,
    expires_at double precision NOT NULL
  );
  CREATE INDEX IF NOT EXISTS ${index("alias_names")} ON ${aliases} (namespace);
  CREATE INDEX IF NOT EXISTS ${index("alias_expiry")} ON ${aliases} (expires_at);
  CREATE TABLE IF NOT EXISTS ${leases} (
    name text COLLATE "C" PRIMARY KEY,
    holder text NOT NULL,
    expires_at double precision NOT NULL
  );`;
}

// Iteration came with 0.8. The cast loads the library, so that its settings are known.
const INDEX_CHECK = `  IF (SELECT string_to_array(extversion, '.')::integer[] < ARRAY[0, 8] FROM pg_extension WHERE extname = 'vector') THEN
    RAISE EXCEPTION 'the option dimensions needs pgvector 0.8 or later; run ALTER EXTENSION vector UPDATE';
  END IF;
  PERFORM '[1]'::vector;`;

/**
 * An index of the vectors of one length, and the function that uses it. A function, because only there
 * settings hold for one statement, whatever connection a pool gives: the planner does not know what it
 * costs to read long vectors and would not take the index, and without iteration the filter by scope
 * would come after the index has named its few candidates, and lose hits.
 */
function createIndex({ entries, index, nearest }: Tables, dimensions: number): string {
  const type = `${dimensions > MAX_FULL_PRECISION ? "halfvec" : "vector"}(${dimensions})`;
  const operators = type.replace(/\(.*/, "_cosine_ops");
  const partition = `entry.scope = of_scope AND entry.space = of_space AND entry.dimensions = ${dimensions}
        AND ${isAfter("entry.expires_at", "moment")} AND entry.format = 1`;
  return `  CREATE INDEX IF NOT EXISTS ${index(`hnsw_${dimensions}`)} ON ${entries}
    USING hnsw ((embedding::${type}) ${operators}) WHERE dimensions = ${dimensions};
  CREATE OR REPLACE FUNCTION ${nearest(dimensions)}(of_scope text, of_space text, query vector, moment double precision, most integer)
  RETURNS SETOF text LANGUAGE plpgsql STABLE ROWS 10
  SET enable_sort = off SET jit = off SET plan_cache_mode = force_custom_plan
  SET hnsw.iterative_scan = strict_order SET hnsw.ef_search = 200
  AS $function$
  DECLARE
    held integer;
    found text[];
  BEGIN
    SELECT count(*) INTO held FROM (SELECT 1 FROM ${entries} WHERE scope = of_scope LIMIT ${EXACT_UP_TO + 1}) AS counted;
    IF held > ${EXACT_UP_TO} THEN
      found := ARRAY(
        SELECT entry.key FROM ${entries} AS entry WHERE ${partition}
        ORDER BY entry.embedding::${type} <=> query::${type} LIMIT most);
    END IF;
    IF coalesce(cardinality(found), 0) < most THEN
      found := ARRAY(
        SELECT entry.key FROM ${entries} AS entry WHERE ${partition}
        ORDER BY entry.embedding <=> query LIMIT most);
    END IF;
    RETURN QUERY SELECT unnest(found);
  END
  $function$;`;
}
