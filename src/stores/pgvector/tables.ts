import { checksum } from "../../checksum.ts";
import { SemanticCacheError } from "../../errors.ts";
import { checkIdentifier } from "../../store-kit/names.ts";

/** Where the data lies. Names are checked, so quoting them is all they need. */
export interface TableOptions {
  /** Begins the names of all tables, indexes and functions. @default "semantic_cache" */
  readonly table?: string | undefined;
  /** The schema they are in, whatever the `search_path`. @default "public" */
  readonly schema?: string | undefined;
  /**
   * Lengths of vectors that get an index (HNSW) for scopes of more than 5,000 entries: up to 2,000 as
   * they are, up to 4,000 as 16-bit floats. Vectors of other lengths are compared one by one.
   * @default none: search is exact
   */
  readonly dimensions?: number | readonly number[] | undefined;
}

/** The names in statements, quoted, and the lengths that have an index. */
export interface Tables {
  readonly schema: string;
  readonly entries: string;
  readonly aliases: string;
  readonly leases: string;
  /** Of notifications. Not quoted: it is a value. */
  readonly channel: string;
  readonly indexed: readonly number[];
  /** The name of an index, which lies in the schema of its table. */
  index(name: string): string;
  /** The function that finds the nearest vectors of one length. */
  nearest(dimensions: number): string;
}

/** The longest vector that pgvector can index, as 16-bit floats. */
const MAX_INDEXED = 4_000;

/**
 * The names of everything the store uses.
 *
 * @throws SemanticCacheError `invalid-options` for a name or a length that cannot be taken.
 */
export function toTables(options: TableOptions): Tables {
  const table = checkIdentifier("pgvectorStore", "table", options.table ?? "semantic_cache");
  const schema = checkIdentifier("pgvectorStore", "schema", options.schema ?? "public");
  const { dimensions = [] } = options;
  const indexed = typeof dimensions === "number" ? [dimensions] : [...dimensions];
  for (const length of indexed) checkIndexed(length);
  const name = (suffix = ""): string => `"${schema}"."${table}${suffix}"`;
  return {
    schema,
    entries: name(),
    aliases: name("_alias"),
    leases: name("_lease"),
    channel: `${table}_${checksum(`${schema}.${table}`)}`, // schema and table are too long for one name
    indexed,
    index: (suffix) => `"${table}_${suffix}"`,
    nearest: (length) => name(`_near_${length}`),
  };
}

function checkIndexed(length: number): void {
  if (Number.isSafeInteger(length) && length > 0 && length <= MAX_INDEXED) return;
  throw new SemanticCacheError(
    "invalid-options",
    `pgvectorStore: dimensions must be whole numbers from 1 to ${MAX_INDEXED}: longer vectors cannot be indexed, leave them out and they are compared one by one; got ${JSON.stringify(length)}.`,
  );
}
