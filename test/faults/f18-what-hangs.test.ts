import { expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { chaosStore } from "../../src/testing/index.ts";
import { cachedModel } from "../support/cached-model.ts";

test("F18 a store that hangs while an answer under way is cleared away does not keep flush waiting", async () => {
  const store = chaosStore(memoryStore(), { methods: { delete: ["ok", "hang"] } });
  const { inner, ask, cache } = cachedModel({ store, timeouts: { write: "50ms" } });
  const [isAsked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const generate = inner.doGenerate;
  inner.doGenerate = async (options) => {
    isAsked.resolve();
    await answer.promise;
    return generate(options);
  };
  const asked = ask("How do I reset my password?");
  await isAsked.promise;
  await cache.clear();
  answer.resolve();

  await asked;

  await expect(cache.flush()).resolves.toBeUndefined();
});
