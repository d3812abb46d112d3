import type { OpenedStore } from "../stores/opened-store.ts";
import { checkLibsql } from "./check-libsql.ts";
import { checkPostgres } from "./check-postgres.ts";
import { checkRedis } from "./check-redis.ts";
import { checkUpstashVector } from "./check-upstash.ts";
import { type Finding, findings } from "./finding.ts";

/** What is behind a store, by asking it directly. */
export async function checkServer(
  { server, isConfigured }: OpenedStore,
  dimensions: number | undefined,
): Promise<readonly Finding[]> {
  const advice = isConfigured
    ? "Say --store with its URL, and the server behind it is asked as well."
    : undefined;
  switch (server?.kind) {
    case "redis":
      return checkRedis(server);
    case "postgres":
      return checkPostgres(server);
    case "libsql":
      return checkLibsql(server);
    case "upstash-vector":
      return checkUpstashVector(server, dimensions);
    default:
      return [findings("server").skipped("nothing but the store itself can be asked", advice)];
  }
}
