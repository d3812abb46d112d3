import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { redisStore } from "../../src/stores/redis/index.ts";
import { faultyStores } from "./support/faulty-stores.ts";
import { killableRedis, REDIS_PROGRAM } from "./support/killable-redis.ts";
import { type Cell, onEveryStore } from "./support/on-every-store.ts";
import { question } from "./support/oracle-model.ts";
import { reportFault } from "./support/report-fault.ts";
import { STORE_BUDGET_MS, slackOf, userCalls } from "./support/user-calls.ts";

const known = Array.from({ length: 5 }, (_, at) => question(`garden ${at}`));
const others = Array.from({ length: 15 }, (_, at) => question(`kitchen ${at}`));
const RECOVERY_MS = 6_000;
const matrix = { fault: "F1", stores: faultyStores };

/**
 * Calls that asked the store in vain before it was left alone; infinite when it never was. A tiered store
 * leaves its L2 alone by itself, and the cache may never hear of it.
 */
function callsUntilOpen({ faulty, calls }: Cell, from = 0): number {
  const steps = calls.path().slice(from);
  if (faulty.store.name.startsWith("tiered")) return 0;
  const opened = steps.findIndex((step) => /^breaker:store\.(read|search):open$/.test(step));
  if (opened < 0) return Number.POSITIVE_INFINITY;
  return steps.slice(0, opened).filter((step) => step.startsWith("miss")).length;
}

describe("F1 a store that is down costs misses, never a call", { concurrent: true }, () => {
  onEveryStore(matrix, "dies while it is used, and comes back", async (cell) => {
    const { faulty, calls, hold } = cell;
    await calls.run(known);
    await calls.cache.flush();
    // On a busy machine a deadline may have passed before anything is down.
    await calls.untilHit(known[0] ?? "", RECOVERY_MS);
    const seen = calls.events.length;

    await faulty.become("down");
    hold(await calls.run([...known, ...others]));
    await faulty.become("well");

    expect(await calls.untilHit(known[0] ?? "", RECOVERY_MS)).toBeLessThan(RECOVERY_MS);
    expect(callsUntilOpen(cell, seen)).toBeLessThanOrEqual(5);
  });

  onEveryStore({ ...matrix, first: "down" }, "is down at the start", async (cell) => {
    const { faulty, calls, hold } = cell;

    hold(await calls.run(others));
    await faulty.become("well");

    expect(await calls.untilHit(known[0] ?? "", RECOVERY_MS)).toBeLessThan(RECOVERY_MS);
    expect(callsUntilOpen(cell)).toBeLessThanOrEqual(5);
  });

  describe.skipIf(!REDIS_PROGRAM)("redis, ioredis 6", () => {
    const operations = ["generate", "stream"] as const;
    test.for(operations)(
      "the server is killed (-9) and starts again, %s",
      async (operation, context) => {
        const redis = await killableRedis(REDIS_PROGRAM ?? "");
        const client = new Redis(redis.port).on("error", () => {});
        const { run, untilHit, cache } = userCalls(redisStore({ client }), operation);
        await run(known);

        const killed = redis.kill();
        const { cases, failed, wrong, worstAddedMs } = await run([...known, ...others]);
        await killed;
        await redis.start();
        const recoveredMs = await untilHit(known[0] ?? "", RECOVERY_MS);

        const facts = { fault: "F1", store: "redis, ioredis 6", operation, cases, worstAddedMs };
        const budgetMs = STORE_BUDGET_MS;
        reportFault(context, { ...facts, budgetMs, failed: failed.length + wrong.length });
        expect({ failed, wrong }).toEqual({ failed: [], wrong: [] });
        expect(worstAddedMs).toBeLessThan(slackOf(STORE_BUDGET_MS));
        expect(recoveredMs).toBeLessThan(RECOVERY_MS);
        await cache.close();
        client.disconnect();
        await redis.stop();
      },
    );
  });
});
