import { setTimeout as pause } from "node:timers/promises";
import { describe, expect } from "vitest";
import { networkStores } from "./support/faulty-stores.ts";
import { onEveryStore, SCALE } from "./support/on-every-store.ts";
import { question } from "./support/oracle-model.ts";

const questions = Array.from({ length: 10 }, (_, at) => question(`harbour ${at}`));
const ROUNDS = 8 * SCALE;

describe("F2 connections that are reset every 100 ms cost misses, never a call", {
  concurrent: true,
}, () => {
  const matrix = { fault: "F2", stores: networkStores };

  onEveryStore(matrix, "each answer is stored once", async ({ faulty, calls, hold }) => {
    for (let round = 0; round < ROUNDS; round++) {
      faulty.proxy?.cut();
      const [report] = await Promise.all([calls.run(questions), pause(100)]);
      hold(report);
    }
    await calls.cache.flush();

    const { entries } = await calls.cache.size();
    expect(entries).toBeLessThanOrEqual(questions.length);
    expect(await calls.untilHit(questions[0] ?? "", 6_000)).toBeLessThan(6_000);
  });

  onEveryStore(
    { ...matrix, first: "reset" },
    "no reply ever comes whole",
    async ({ calls, hold }) => {
      hold(await calls.run(questions));

      expect(calls.path().filter((step) => step.startsWith("hit"))).toEqual([]);
    },
  );
});
