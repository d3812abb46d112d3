import type { Command } from "commander";

/** What the command line says about the cache a command works on. */
export interface CacheFlags {
  readonly config?: string | undefined;
  readonly store?: string | undefined;
  readonly embeddingModel?: string | undefined;
  readonly namespace?: string | undefined;
  readonly json?: boolean | undefined;
}

/** The environment variable that names a store, so that no command line has to. */
export const STORE_VARIABLE = "SEMANTIC_CACHE_STORE";
/** The environment variable with the cache's `secret`: on a command line everybody could read it. */
export const SECRET_VARIABLE = "SEMANTIC_CACHE_SECRET";

/**
 * The options by which commands find their cache. `namespace` says what the option of this name does, as
 * not all commands have a use for it; `false` leaves it out.
 */
export function addCacheOptions(
  command: Command,
  namespace: string | false = "only this partition of the cache",
): Command {
  command
    .option("-c, --config <file>", "your cache's options, if not semantic-cache.config.ts")
    .option("-s, --store <url>", `where answers are; else ${STORE_VARIABLE}, else the config's`)
    .option("-e, --embedding-model <id>", "in place of the config's: built-in, none, or an id");
  if (namespace !== false) command.option("-n, --namespace <name>", namespace);
  return command.option("--json", "print data as JSON, and nothing else");
}

/** Below the options of every command that takes them. */
export const STORES_HELP = `
Stores:
  redis://localhost:6379           file:semantic-cache.db     upstash-redis://token@host
  postgres://user@localhost/app    libsql://name.turso.io     upstash-vector://token@host
  With ?prefix=, ?table=, ?schema= or ?store=redis-search where your application sets one.
`;
