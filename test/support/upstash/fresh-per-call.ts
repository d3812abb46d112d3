import type { CacheStore } from "../../../src/index.ts";

/**
 * A store whose every call is made by an object of its own, as on serverless platforms: nothing that one
 * of them knows by heart helps the next.
 */
export function freshPerCall(createStore: () => CacheStore): CacheStore {
  const { name, capabilities } = createStore();
  return {
    specificationVersion: "v1",
    name,
    capabilities,
    get: (query) => createStore().get(query),
    search: (query) => createStore().search(query),
    set: (entry) => createStore().set(entry),
    delete: (filter, options) => createStore().delete(filter, options),
    size: (filter) => createStore().size(filter),
    entries: (filter) => createStore().entries(filter),
    getAlias: (alias) => createStore().getAlias(alias),
    setAlias: (alias) => createStore().setAlias(alias),
  };
}
