import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SemanticCacheError } from "../../errors.ts";
import { type LibsqlClient, libsqlStore } from "../../stores/libsql/index.ts";
import { importClient } from "./import-client.ts";
import { NO_BOUND, type OpenedStore } from "./opened-store.ts";
import type { StoreUrl } from "./store-url.ts";

const DEFAULT_FILE = "semantic-cache.db";
const DEFAULT_TABLE = "semantic_cache";

interface Library {
  createClient(options: object): LibsqlClient & { close(): void };
}

/**
 * `file:` and `libsql://`, through `@libsql/client`. A file that is not there is only made where `create`
 * says so: who looks into a mistyped one must hear of it.
 */
export async function openLibsql(address: StoreUrl, create: boolean): Promise<OpenedStore> {
  const table = address.take("table") ?? DEFAULT_TABLE;
  const maxEntries = address.takeNumber("maxEntries") ?? NO_BOUND;
  const authToken = address.take("authToken") ?? tokenOfEnvironment();
  address.end();
  const file = address.scheme === "file" ? fileOf(address) : undefined;
  if (file !== undefined && !create && !existsSync(file)) {
    const message = `${address.address}: there is no file ${file}. An application makes it when it first stores an answer.`;
    throw new SemanticCacheError("store", message);
  }
  const { module } = await importClient<Library>("@libsql/client");
  const url = file === undefined ? address.url.href : `file:${file}`;
  const client = module.createClient({
    url,
    ...(file === undefined ? { authToken } : { concurrency: 1, timeout: 1_000 }),
  });
  return {
    store: libsqlStore({ client, table, maxEntries, busyTimeout: "1s" }),
    address: address.address,
    scrub: address.scrub,
    server: {
      kind: "libsql",
      table,
      file,
      query: async (sql) => (await client.execute({ sql, args: [] })).rows,
    },
    close: async () => client.close(),
  };
}

/** `file:cache.db` is meant from the working directory, `file:///var/cache.db` from the root. */
function fileOf({ url, address }: StoreUrl): string {
  const [written = ""] = address.slice("file:".length).split("?");
  if (written.startsWith("//")) return fileURLToPath(new URL(url.pathname, "file:///"));
  return resolve(decodeURIComponent(written) || DEFAULT_FILE);
}

function tokenOfEnvironment(): string | undefined {
  return process.env.LIBSQL_AUTH_TOKEN ?? process.env.TURSO_AUTH_TOKEN;
}
