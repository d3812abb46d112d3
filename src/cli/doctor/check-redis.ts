import type { StoreServer } from "../stores/opened-store.ts";
import { bytesText } from "../text/amounts.ts";
import { type Finding, findings } from "./finding.ts";

type Redis = Extract<StoreServer, { kind: "redis" }>;

const LEAST_MAJOR = 6;

/** What a Redis is, and whether what is in it stays. */
export async function checkRedis({ call }: Redis): Promise<Finding[]> {
  const facts = factsOf(String(await call("INFO")));
  return [version(facts), memory(facts), persistence(facts)];
}

type Facts = ReadonlyMap<string, string>;

function factsOf(information: string): Facts {
  const lines = information.split(/\r?\n/).filter((line) => line.includes(":"));
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]),
  );
}

function version(facts: Facts): Finding {
  const { ok, error } = findings("server");
  const valkey = facts.get("valkey_version");
  const number = valkey ?? facts.get("redis_version") ?? "of an unknown version";
  const name = `${valkey ? "Valkey" : "Redis"} ${number}`;
  return Number.parseInt(number, 10) < LEAST_MAJOR
    ? error(`${name} is too old`, "Take Redis 6 or later, or Valkey.")
    : ok(name);
}

/** A Redis without a bound grows until the system ends it; one that drops keys at random tears entries apart. */
function memory(facts: Facts): Finding {
  const { ok, warning } = findings("memory");
  const bound = Number(facts.get("maxmemory") ?? 0);
  const policy = facts.get("maxmemory_policy") ?? "noeviction";
  const used = bytesText(Number(facts.get("used_memory") ?? 0));
  if (policy !== "noeviction") {
    return warning(
      `maxmemory-policy ${policy}: Redis drops keys by itself (${used} used)`,
      "Set maxmemory-policy noeviction, and maxEntries in the store: it drops whole entries. What Redis drops is a miss, and stays in lists until it is met.",
    );
  }
  if (bound > 0) return ok(`${used} of ${bytesText(bound)}, noeviction`);
  return ok(`${used} used, no bound of its own: maxEntries of the store bounds it (100,000)`);
}

function persistence(facts: Facts): Finding {
  const { ok, warning } = findings("persistence");
  const isAppended = facts.get("aof_enabled") === "1";
  if (facts.get("rdb_last_bgsave_status") === "err") {
    return warning("The last snapshot failed.", "Look at the server's log: its disk may be full.");
  }
  if (isAppended) return ok("append-only file");
  const saved = Number(facts.get("rdb_last_save_time") ?? 0);
  const started = Date.now() / 1_000 - Number(facts.get("uptime_in_seconds") ?? 0);
  return saved > started + 1
    ? ok("snapshots")
    : warning(
        "neither an append-only file nor a snapshot since the server began",
        "A restart of the server empties the cache. Set appendonly yes where that costs too much.",
      );
}
