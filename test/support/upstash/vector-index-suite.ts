import { expect, test } from "vitest";
import type { CacheStore } from "../../../src/index.ts";
import { storeConformance } from "../../../src/testing/index.ts";
import { answerOnce } from "../answer-once.ts";
import { cachedModel } from "../cached-model.ts";
import { paddedStore } from "./padded-store.ts";

/** What an index alone cannot hold. With a second store it is kept, which has the whole suite. */
const TOO_LARGE = "a payload of a megabyte is kept to the letter";

/**
 * The contract and the ways of a request, for an index of 256 dimensions that keeps everything itself.
 */
export function vectorIndexSuite(createIndexStore: () => CacheStore, settleMs = 5_000): void {
  const createStore = (): CacheStore => paddedStore(createIndexStore(), 256);
  const cases = storeConformance(createStore, { settleMs });
  for (const { name, run } of cases) if (name !== TOO_LARGE) test(name, run);

  test.each(["generate", "stream"] as const)(
    "an answer is served exactly, %s",
    async (operation) => {
      const store = createStore();
      const first = await answerOnce(store, { namespace: "a", operation });

      const again = async () => answerOnce(store, { namespace: "a", operation, stores: false });

      await expect.poll(again, { timeout: settleMs }).toMatchObject({ path: ["hit:exact"] });
      expect((await again()).content).toEqual(first.content);
    },
  );

  test("a paraphrase is served by meaning", async () => {
    const { ask, path } = cachedModel({ store: createStore(), threshold: 0.6 });
    await ask("How do I reset my password?");

    const ways = async (): Promise<string | undefined> => {
      await ask("How can I reset my password?");
      return path().at(-1);
    };

    await expect.poll(ways, { timeout: settleMs }).toBe("hit:semantic");
  });
}
