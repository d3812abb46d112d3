import { readFileSync } from "node:fs";
import { join } from "node:path";
import { wrapLanguageModel } from "ai";
import { describe, expect, test } from "vitest";
import type { CacheStore, StoredEntry } from "../../src/index.ts";
import { mockModel } from "../support/cached-model.ts";
import { describeEveryStore } from "../support/every-store.ts";
import { expectRight, oracleDesk, textOf } from "../support/oracle-desk.ts";
import { question } from "./support/oracle-model.ts";
import { reportFault } from "./support/report-fault.ts";

const EXPORT = readFileSync(join(import.meta.dirname, "../golden/fixtures/export-1.jsonl"), "utf8");
const ASKED = question("harbour");

/** The same store as the next version of this library sees it: it writes another form, and reads both. */
function asLaterVersion(store: CacheStore): CacheStore {
  const written = (entry: StoredEntry): StoredEntry => ({
    ...entry,
    payload: entry.payload.replace("answer/1", "answer/2"),
  });
  const read = (entry: StoredEntry): StoredEntry => ({
    ...entry,
    payload: entry.payload.replace("answer/2", "answer/1"),
  });
  return {
    ...store,
    set: (entry) => store.set(written(entry)),
    async get(query) {
      const entry = await store.get(query);
      return entry && read(entry);
    },
    async search(query) {
      const matches = await store.search(query);
      return matches.map((match) => ({ ...match, entry: read(match.entry) }));
    },
  };
}

describeEveryStore(({ name, open }) => {
  describe.each(["generate", "stream"] as const)("%s", (operation) => {
    const line = { fault: "F15", store: name, operation };

    test("F15 an export of a released version is imported, and its answers are served", async (context) => {
      const { store } = await open();
      const desk = oracleDesk({ store });
      const inner = mockModel(() => "asked again");
      const model = wrapLanguageModel({ model: inner, middleware: desk.cache });

      await desk.cache.import(EXPORT);
      const text = await textOf(operation, { model, prompt: "How do I reset my password?" });

      expect(text).toBe("Tap “Forgot password”.");
      expect(desk.path()).toEqual(["hit:exact"]);
      reportFault(context, { ...line, cases: 1, failed: 0 });
    });

    test("F15 an older and a newer version on one store answer rightly, and end up sharing", async (context) => {
      const { store, peer } = await open();
      const newer = oracleDesk({ store: asLaterVersion(await peer()) });
      const older = oracleDesk({ store });

      const answers: string[] = [];
      for (const desk of [newer, newer, older, older, newer]) {
        await new Promise((resolve) => setTimeout(resolve, name.startsWith("tiered") ? 120 : 0)); // L1 lasts 100 ms
        answers.push(await desk.ask(operation, ASKED));
      }

      expectRight(context, line, answers);
      const path = older.path();
      expect([path[0], path.at(-1)]).toEqual(["error:lookup:unknown-format", "hit:exact"]);
      expect(newer.path()).toEqual(["miss:no-match", "write", "hit:exact", "hit:exact"]);
    });

    test("F15 after a downgrade what the newer version wrote is a miss by key and by meaning, and stays", async (context) => {
      const { store } = await open();
      await oracleDesk({ store: asLaterVersion(store) }).ask(operation, ASKED);
      const desk = oracleDesk({ store, mode: "read-only" });

      const answers = [
        await desk.ask(operation, ASKED),
        await desk.ask(operation, question("harbour", 1)),
      ];

      expectRight(context, line, answers);
      expect(desk.path().filter((step) => step.startsWith("hit"))).toEqual([]);
      const [entry] = await Array.fromAsync(store.entries());
      expect(entry?.payload.slice(0, 9)).toBe("answer/2 ");
    });
  });
});
