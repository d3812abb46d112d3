import type { CacheStore, MaybePromise } from "../store.ts";
import { aliasCases } from "./alias-cases.ts";
import { deleteCases } from "./delete-cases.ts";
import { entryCases } from "./entry-cases.ts";
import { expiryCases } from "./expiry-cases.ts";
import { lifecycleCases } from "./lifecycle-cases.ts";
import { type PeerCase, peerCases } from "./peer-cases.ts";
import { searchCases } from "./search-cases.ts";
import type { StoreCase, Until } from "./store-case.ts";

const CASES: readonly StoreCase[] = [
  ...entryCases,
  ...searchCases,
  ...expiryCases,
  ...deleteCases,
  ...aliasCases,
  ...lifecycleCases,
];

/** One promise of the store contract, and the check of it. */
export interface ConformanceCase {
  /** A sentence; the name of the test. */
  readonly name: string;
  /** Rejects when the store breaks the promise. */
  run(): Promise<void>;
}

type CreatePeer = (store: CacheStore) => MaybePromise<CacheStore>;

/** Options of {@link storeConformance}. */
export interface ConformanceOptions {
  /** How long an eventually consistent store may take to show a write, in milliseconds. @default 5000 */
  readonly settleMs?: number | undefined;
  /**
   * Makes another store over the data of one that `createStore` made, as a second process has it. With it
   * the promises about several processes are asked too.
   */
  readonly createPeer?: CreatePeer | undefined;
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
  const { settleMs = 5_000, createPeer } = options;

  async function runAlone({ applies, run }: StoreCase): Promise<void> {
    const store = await createStore();
    const isPatient = store.capabilities.consistency === "eventual";
    const until = createUntil(isPatient ? settleMs : 0);
    await closing([store], async () => {
      if (applies?.(store.capabilities) ?? true) await run(store, until);
    });
  }

  async function runWithPeer({ run }: PeerCase, create: CreatePeer): Promise<void> {
    const store = await createStore();
    const peer = await create(store);
    // What another process does may show later, whatever a store says of its own writes.
    await closing([store, peer], () => run(store, peer, createUntil(settleMs)));
  }

  const alone = CASES.map((each) => ({ name: each.name, run: () => runAlone(each) }));
  if (!createPeer) return alone;
  const withPeer = peerCases.map((each) => ({
    name: each.name,
    run: () => runWithPeer(each, createPeer),
  }));
  return [...alone, ...withPeer];
}

async function closing(stores: readonly CacheStore[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    for (const store of stores) await store.close?.();
  }
}

function createUntil(settleMs: number): Until {
  return async (read, done) => {
    const deadline = Date.now() + settleMs;
    let value = await read();
    while (!done(value) && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      value = await read();
    }
    return value;
  };
}
