import type { CacheStore, MaybePromise } from "../store.ts";
import { aliasCases } from "./alias-cases.ts";
import { deleteCases } from "./delete-cases.ts";
import { entryCases } from "./entry-cases.ts";
import { expiryCases } from "./expiry-cases.ts";
import { lifecycleCases } from "./lifecycle-cases.ts";
import { searchCases } from "./search-cases.ts";
import type { Until } from "./store-case.ts";

/** One promise of the store contract, and the check of it. */
export interface ConformanceCase {
  /** A sentence; the name of the test. */
  readonly name: string;
  /** Rejects when the store breaks the promise. */
  run(): Promise<void>;
}

/** Options of {@link storeConformance}. */
export interface ConformanceOptions {
  /** How long an eventually consistent store may take to show a write, in milliseconds. @default 5000 */
  readonly settleMs?: number | undefined;
}

/**
 * The promises every store keeps, as cases for any test runner:
 *
 * `for (const { name, run } of storeConformance(() => myStore())) test(name, run);`
 *
 * `createStore` must return an empty store each time it is called. Cases a store's capabilities rule
 * out pass without being run.
 */
export function storeConformance(
  createStore: () => MaybePromise<CacheStore>,
  options: ConformanceOptions = {},
): ConformanceCase[] {
  const { settleMs = 5_000 } = options;
  const cases = [
    ...entryCases,
    ...searchCases,
    ...expiryCases,
    ...deleteCases,
    ...aliasCases,
    ...lifecycleCases,
  ];
  return cases.map(({ name, applies, run }) => ({
    name,
    async run() {
      const store = await createStore();
      try {
        if (applies?.(store.capabilities) ?? true) await run(store, createUntil(store, settleMs));
      } finally {
        await store.close?.();
      }
    },
  }));
}

function createUntil(store: CacheStore, settleMs: number): Until {
  const isImmediate = store.capabilities.consistency === "immediate";
  return async (read, done) => {
    const deadline = Date.now() + settleMs;
    let value = await read();
    while (!isImmediate && !done(value) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      value = await read();
    }
    return value;
  };
}
