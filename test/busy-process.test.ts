import { stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { type CacheStore, memoryStore } from "../src/index.ts";
import { cachedModel } from "./support/cached-model.ts";

function keepBusy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

/** A store whose answers arrive while the process is too busy to read them before their deadline. */
function storeOfBusyProcess(): CacheStore {
  const inner = memoryStore();
  return {
    ...inner,
    async get(query) {
      queueMicrotask(() => keepBusy(60)); // when the deadline is set, before anything is read
      await stat(import.meta.filename);
      return inner.get(query);
    },
  };
}

test("an answer that has arrived is a hit, though a busy process read it after its deadline", async () => {
  const { ask, path } = cachedModel({ store: storeOfBusyProcess(), timeouts: { get: 20 } });
  await ask("How do I pay?");

  await ask("How do I pay?");

  expect(path()).toEqual(["miss:no-match", "write", "hit:exact"]);
});
