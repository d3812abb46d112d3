import { isPromise } from "../../promises.ts";
import type { CacheStore, EntryFilter, MaybePromise, StoredEntry } from "../../store.ts";
import { type Chaotic, type CommonFault, createChaos } from "./chaos.ts";
import type { ChaosPlan } from "./chaos-plan.ts";
import { ENTRY_FAULTS, type EntryFault, spoilEntry, spoilMatches } from "./spoil-entry.ts";
import { withMembers } from "./with-members.ts";

/** The methods of a store that {@link chaosStore} can disturb. */
export type ChaosStoreMethod =
  | "get"
  | "search"
  | "set"
  | "delete"
  | "size"
  | "entries"
  | "getAlias"
  | "setAlias"
  | "touch"
  | "lease";

/**
 * What {@link chaosStore} can do to a call: `throw`, `delay`, `hang` (for ever), and to the entries that
 * `get`, `search` and `entries` read and `set` writes: {@link EntryFault}. `lose` also forgets aliases.
 */
export type StoreFault = CommonFault | EntryFault;

/** The plan of {@link chaosStore}. */
export type StoreChaosPlan = ChaosPlan<ChaosStoreMethod, StoreFault>;

const COMMON: readonly CommonFault[] = ["throw", "delay", "hang"];
const OF_ENTRIES: readonly StoreFault[] = [...COMMON, ...ENTRY_FAULTS];
const OF_ALIASES: readonly StoreFault[] = [...COMMON, "lose"];
const FAULTS: Readonly<Record<ChaosStoreMethod, readonly StoreFault[]>> = {
  get: OF_ENTRIES,
  search: OF_ENTRIES,
  set: OF_ENTRIES,
  entries: OF_ENTRIES,
  getAlias: OF_ALIASES,
  setAlias: OF_ALIASES,
  delete: COMMON,
  size: COMMON,
  touch: COMMON,
  lease: COMMON,
};

/**
 * A store that fails as planned, over one that works: to see what an application does when its cache has
 * trouble. Everything the plan does not name passes through untouched, other members too.
 *
 * @throws SemanticCacheError `invalid-options` for a plan that names what is not there.
 * @example
 * const store = chaosStore(memoryStore(), { all: { throw: 0.05, hang: 0.01 }, seed: 42 });
 * const cache = semanticCache({ store });
 * store.chaos.counts(); // { ok: 93, throw: 6, hang: 1, … }
 */
export function chaosStore<Store extends CacheStore>(
  inner: Store,
  plan: StoreChaosPlan = {},
): Store & Chaotic<ChaosStoreMethod, StoreFault> {
  const { call, control, tools } = createChaos<ChaosStoreMethod, StoreFault>(
    "chaosStore",
    FAULTS,
    plan,
  );
  const { random } = tools;

  async function* list(filter?: EntryFilter): AsyncGenerator<StoredEntry, void> {
    const { entries, fault } = await call("entries", (planned) => ({
      entries: inner.entries(filter),
      fault: planned,
    }));
    for await (const entry of entries) {
      const kept = spoilEntry(entry, fault, random);
      if (kept) yield kept;
    }
  }

  const { touch, lease } = inner;
  const disturbed: Pick<CacheStore, ChaosStoreMethod> = {
    get: (query) =>
      call("get", (fault) =>
        then(inner.get(query), (entry) => entry && spoilEntry(entry, fault, random)),
      ),
    search: (query) =>
      call("search", (fault) =>
        then(inner.search(query), (matches) => spoilMatches(matches, fault, random)),
      ),
    set: (entry) =>
      call("set", (fault) => {
        const kept = spoilEntry(entry, fault, random);
        return kept ? inner.set(kept) : undefined;
      }),
    entries: list,
    getAlias: (alias) =>
      call("getAlias", (fault) => (fault === "lose" ? undefined : inner.getAlias(alias))),
    setAlias: (alias) =>
      call("setAlias", (fault) => (fault === "lose" ? undefined : inner.setAlias(alias))),
    delete: (filter, options) => call("delete", () => inner.delete(filter, options)),
    size: (filter) => call("size", () => inner.size(filter)),
    ...(touch && { touch: (address) => call("touch", () => inner.touch?.(address)) }),
    ...(lease && { lease: (...args) => call("lease", () => inner.lease?.(...args)) }),
  };
  return withMembers(inner, { ...disturbed, chaos: control }) as Store &
    Chaotic<ChaosStoreMethod, StoreFault>;
}

function then<From, To>(value: MaybePromise<From>, map: (value: From) => To): MaybePromise<To> {
  return isPromise(value) ? value.then(map) : map(value);
}
