import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { CacheStore, MaybePromise } from "../../src/index.ts";
import { naiveStore } from "../model-based/naive-store.ts";
import type { RealStore } from "../model-based/store-command.ts";
import { storeCommands } from "../model-based/store-commands.ts";

/** Options of {@link storeModel}. */
export interface StoreModelOptions {
  /** Another store over the data of one that was made, as a second process or a later one has it. */
  readonly createPeer?: ((store: CacheStore) => MaybePromise<CacheStore>) | undefined;
  /**
   * Most entries the stores hold, where they evict the one used the longest time ago. In these stories no
   * entry ends by itself: whether one that has takes room is a store's own matter. @default all
   */
  readonly maxEntries?: number | undefined;
}

const RUNS = Number(process.env.MODEL_RUNS ?? 25);

/**
 * Random stories, told to a store and to a naive one: both must say the same at every step. A story that
 * fails is printed with its seed, as short as it can be made. More of them: `MODEL_RUNS=1000`.
 */
export function storeModel(
  createStore: () => MaybePromise<CacheStore>,
  { createPeer, maxEntries }: StoreModelOptions = {},
): void {
  test("says what a naive list says, through random stories", {
    timeout: 60_000 + RUNS * 1_000,
  }, async (context) => {
    const { capabilities, close } = await createStore();
    await close?.();
    if (capabilities.consistency !== "immediate") context.skip("its writes are seen later");
    const most = maxEntries ?? Number.POSITIVE_INFINITY;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const told = storeCommands({ ends: maxEntries === undefined });
    const stories = fc.asyncProperty(told, async (commands) => {
      const { real, close: end } = await open(createStore, createPeer);
      try {
        await fc.asyncModelRun(() => ({ model: naiveStore(most), real }), commands);
      } finally {
        await end();
      }
    });
    try {
      await expect(fc.assert(stories, { numRuns: RUNS })).resolves.toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });
}

async function open(
  createStore: () => MaybePromise<CacheStore>,
  createPeer: StoreModelOptions["createPeer"],
): Promise<{ readonly real: RealStore; close(): Promise<void> }> {
  const first = await createStore();
  const stores = [first, createPeer ? await createPeer(first) : first];
  const opened = new Set(stores);
  const real: RealStore = {
    of: (process) => stores[process] ?? first,
    async crash(process) {
      if (!createPeer) return;
      const again = await createPeer(first);
      stores[process] = again;
      opened.add(again);
    },
    later: (milliseconds) => void vi.setSystemTime(Date.now() + milliseconds),
  };
  return {
    real,
    async close() {
      for (const store of opened) await store.close?.();
    },
  };
}
