import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { pgvectorStore } from "../../src/stores/pgvector/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { redisSearchStore } from "../../src/stores/redis-search/index.ts";
import { upstashRedisStore } from "../../src/stores/upstash-redis/index.ts";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { reportInputs, scaled } from "./support/report-inputs.ts";

const never = (): never => {
  throw new Error("a name that is refused reaches no client");
};
const client = {
  ...{ call: never, query: never, execute: never, batch: never, transaction: never },
  ...{ pipeline: never, upsert: never, fetch: never, range: never, namespace: never },
  ...{ info: never, delete: never, deleteNamespace: never, listNamespaces: never, update: never },
} as never;

/** Every option that becomes part of a key, a table or an index. */
const PREFIXES: Readonly<Record<string, (prefix: string) => unknown>> = {
  "redis prefix": (prefix) => redisStore({ client, prefix }),
  "redis-search prefix": (prefix) => redisSearchStore({ client, prefix }),
  "upstash-redis prefix": (prefix) => upstashRedisStore({ client, prefix }),
  "upstash-vector prefix": (prefix) => upstashVectorStore({ client, prefix }),
};
const IDENTIFIERS: Readonly<Record<string, (name: string) => unknown>> = {
  "pgvector table": (table) => pgvectorStore({ client, table }),
  "pgvector schema": (schema) => pgvectorStore({ client, schema }),
  "libsql table": (table) => libsqlStore({ client, table }),
};

const FIT_PREFIXES = ["a", "A.b-c_9", "-", "9", "a".repeat(64)];
const FIT_IDENTIFIERS = ["a", "_", "a_1", "a".repeat(48)];
const UNFIT = [
  ...["", " ", "a b", "a*", "a?", "[ab]", "{a}", "a:b", "a|b", "a'b", 'a"b', "a`b", "a;--", "a\\b"],
  ...["a\n", "\na", "a\u0000", "naïve", "租户", "\u202ea", "a/b", "a%b", "@a", "a,b", "a=b", "a$b"],
  ...["a".repeat(65), "a".repeat(10_000), "\ud800", "/*", "a\u2028"],
];
const UNFIT_IDENTIFIERS = [...UNFIT, "A", "1a", "a-b", "a.b", "a".repeat(49), "-", "--"];

const anyText = fc.string({ unit: "binary", maxLength: 8 });

describe("S5 a name is what no query, pattern or cluster slot can read as more", () => {
  test.each(Object.entries(PREFIXES))("%s", (_option, create) => {
    for (const prefix of FIT_PREFIXES) expect(() => create(prefix)).not.toThrow("prefix must");
    for (const prefix of UNFIT) expect(() => create(prefix), prefix).toThrow("prefix must");
    refusesAllBut(/^[A-Za-z0-9_.-]{1,64}$/, create);
    reportInputs("S5", FIT_PREFIXES.length + UNFIT.length, "prefixes from a table");
  });

  test.each(Object.entries(IDENTIFIERS))("%s", (option, create) => {
    const said = `${option.split(" ")[1]} must`;
    for (const name of FIT_IDENTIFIERS) expect(() => create(name)).not.toThrow(said);
    for (const name of UNFIT_IDENTIFIERS) expect(() => create(name), name).toThrow(said);
    refusesAllBut(/^[a-z_][a-z0-9_]{0,47}$/, create);
    reportInputs("S5", FIT_IDENTIFIERS.length + UNFIT_IDENTIFIERS.length, "names from a table");
  });
});

function refusesAllBut(fit: RegExp, create: (name: string) => unknown): void {
  const numRuns = scaled(500);
  fc.assert(
    fc.property(anyText, (name) => {
      fc.pre(!fit.test(name));
      expect(() => create(name)).toThrow(" must be 1 to ");
    }),
    { numRuns },
  );
  reportInputs("S5", numRuns, "names at random");
}
