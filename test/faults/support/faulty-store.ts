import type { CacheStore } from "../../../src/index.ts";
import { chaosStore } from "../../../src/testing/chaos/chaos-store.ts";
import {
  type FaultProxy,
  type NetworkFaults,
  type StoreFault,
  startFaultProxy,
} from "../../../src/testing/index.ts";

/** A store with a switch for its troubles. */
export interface FaultyStore {
  readonly store: CacheStore;
  /** The network between the store and its server; `undefined` for one without. */
  readonly proxy: FaultProxy | undefined;
  /** From now on this trouble, until the next. */
  become(trouble: Trouble): Promise<void>;
  close(): Promise<void>;
}

/** Troubles that every store can have, on its network or by itself. */
export type Trouble = "well" | "down" | "silent" | "slow" | "reset" | "sliced" | "narrow";

const ON_NETWORK: Readonly<Record<Trouble, NetworkFaults>> = {
  well: {},
  down: { refuse: true },
  silent: { blackHole: true },
  slow: { latencyMs: 2_000 },
  reset: { cutAfterBytes: 1 },
  sliced: { sliceBytes: 1 },
  narrow: { bytesPerSecond: 16_384 },
};

const BY_ITSELF: Readonly<Record<Trouble, { readonly [Fault in StoreFault]?: number }>> = {
  well: {},
  down: { throw: 1 },
  silent: { hang: 1 },
  slow: { delay: 1 },
  reset: { throw: 0.5 },
  sliced: {},
  narrow: {},
};

/** A store that reaches its server through a bad network; `release` frees what `connect` opened. */
export async function behindProxy(
  port: number,
  first: Trouble,
  connect: (proxy: FaultProxy) => { store: CacheStore; release(): unknown },
): Promise<FaultyStore> {
  const proxy = await startFaultProxy({ port });
  await proxy.inject(ON_NETWORK[first]);
  const { store, release } = connect(proxy);
  return {
    store,
    proxy,
    become: (trouble) => proxy.inject(ON_NETWORK[trouble]),
    async close() {
      await store.close?.();
      await proxy.close();
      await release();
    },
  };
}

/** A store without a network, that has its troubles by itself. */
export function byItself(
  inner: CacheStore,
  first: Trouble,
  release: () => unknown = () => {},
): FaultyStore {
  const store = chaosStore(inner, { all: BY_ITSELF[first], delayMs: 2_000 });
  return {
    store,
    proxy: undefined,
    async become(trouble) {
      store.chaos.use({ all: BY_ITSELF[trouble], delayMs: 2_000 });
    },
    async close() {
      await inner.close?.();
      await release();
    },
  };
}
