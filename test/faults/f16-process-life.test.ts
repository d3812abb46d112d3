import { describe, expect, test } from "vitest";
import { startLife } from "../process/life.ts";
import { describeOn, type Engine } from "../support/engines/engine.ts";
import { reportFault } from "./support/report-fault.ts";

// Without an engine: test/process/life.test.ts.
const PATIENT = { timeout: 40_000 };

function suite(stores: readonly string[], { url }: Engine): void {
  test.for(stores)(
    "F16 a process on %s ends by itself when cache and client are closed",
    PATIENT,
    async (store, context) => {
      const life = startLife("asks, closes and returns", store, url);

      expect(await life.ended).toBe(0);
      expect(life.lines()).toEqual([
        ...["miss:no-match", "answer: Tap it.", "write", "closed", "end of the program"],
      ]);
      reportFault(context, { fault: "F16", store, operation: "generate", cases: 1, failed: 0 });
    },
  );

  test.for(stores)(
    "F16 a process on %s that is told to stop writes what is under way, and ends",
    PATIENT,
    async (store, context) => {
      const life = startLife("waits for SIGTERM", store, url);
      await life.said("answer: Tap it.");
      await life.said("end of the program");

      life.child.kill("SIGTERM");

      expect(await life.ended).toBe(0);
      expect(life.lines().at(-1)).toBe("entries: 1");
      reportFault(context, { fault: "F16", store, operation: "generate", cases: 1, failed: 0 });
    },
  );

  test.for(stores)("F16 a process on %s that is frozen goes on", PATIENT, async (store) => {
    const life = startLife("goes on after a freeze", store, url);
    await life.said("answer: Tap it.");
    life.child.kill("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 800));
    life.child.kill("SIGCONT");

    expect(await life.ended).toBe(0);
    const answers = life.lines().filter((line) => line.startsWith("answer"));
    expect(answers).toEqual(["answer: Tap it.", "answer: Tap it."]);
  });
}

describe.concurrent("processes", () => {
  describeOn("redis", { store: "redis", client: "a process of its own" }, (engine) =>
    suite(["redis", "redis-search", "tiered"], engine),
  );
  describeOn("postgres", { store: "pgvector", client: "a process of its own" }, (engine) =>
    suite(["pgvector"], engine),
  );
});
