import { describe, expect } from "vitest";
import { faultyStores, networkStores } from "./support/faulty-stores.ts";
import { onEveryStore } from "./support/on-every-store.ts";
import { question } from "./support/oracle-model.ts";

const known = Array.from({ length: 4 }, (_, at) => question(`station ${at}`));
const others = Array.from({ length: 12 }, (_, at) => question(`airport ${at}`));
const few = known.slice(0, 2);
/** Long enough for a healthy server on a bad line. */
const PATIENT = { timeouts: { get: "2s", search: "3s", embedding: "1s", write: "5s" } } as const;

describe("F4 a slow network costs the budget, and no answer its truth", {
  concurrent: true,
}, () => {
  onEveryStore({ fault: "F4", stores: faultyStores }, "latency of 2 s", async (cell) => {
    const { faulty, calls, hold } = cell;
    await calls.run(known);
    await calls.cache.flush();

    await faulty.become("slow");
    hold(await calls.run([...known, ...others]));

    await faulty.become("well");
    expect(await calls.untilHit(known[0] ?? "", 6_000)).toBeLessThan(6_000);
  });

  onEveryStore({ fault: "F4", stores: networkStores }, "16 KB a second", async (cell) => {
    const { faulty, calls, hold } = cell;
    await calls.run(known);
    await calls.cache.flush();

    await faulty.become("narrow");
    hold(await calls.run([...known, ...others]));
  });

  onEveryStore(
    { fault: "F4", stores: networkStores, cache: PATIENT, budgetMs: 5_000 },
    "replies in slices of one byte",
    async ({ faulty, calls, hold }) => {
      await faulty.become("sliced");
      await calls.run(few);
      await calls.cache.flush();

      hold(await calls.run(few));

      const hits = calls.path().filter((step) => step === "hit:exact");
      expect(hits).toHaveLength(few.length);
    },
  );
});
