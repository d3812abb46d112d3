import { promise, same } from "./expect.ts";
import { hex, listEntries, type StoreCase, sampleEntry } from "./store-case.ts";

const get = { scope: hex("scope"), keys: [hex("key")] };
const search = {
  scope: hex("scope"),
  space: hex("space"),
  vector: Float32Array.of(1, 0, 0, 0),
  limit: 10,
  threshold: -1,
};

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Promises about time: an expired entry is never returned. */
export const expiryCases: readonly StoreCase[] = [
  {
    name: "an entry that is expired on arrival is never returned",
    async run(store) {
      const past = Date.now() - 1_000;
      await store.set(sampleEntry({ createdAt: past - 1_000, staleAt: past, expiresAt: past }));

      const found = await store.get(get);

      promise(found === undefined, "get returns no expired entry");
      const matches = store.capabilities.search === "none" ? [] : await store.search(search);
      same(matches.length, 0, "search returns no expired entry");
      same((await listEntries(store)).length, 0, "entries lists no expired entry");
    },
  },
  {
    name: "an entry is gone when its time has come",
    applies: ({ expiry }) => expiry !== "none",
    async run(store) {
      const lifetime = store.capabilities.expiry === "milliseconds" ? 60 : 1_000;
      const expiresAt = Date.now() + lifetime;
      await store.set(sampleEntry({ staleAt: expiresAt, expiresAt }));

      await wait(lifetime + (store.capabilities.expiry === "milliseconds" ? 40 : 1_100));

      promise((await store.get(get)) === undefined, "get returns no expired entry");
    },
  },
  {
    name: "a stale entry is still returned: only the core decides what stale means",
    async run(store, until) {
      const now = Date.now();
      await store.set(sampleEntry({ createdAt: now - 10, staleAt: now - 5 }));

      const found = await until(
        () => store.get(get),
        (entry) => entry !== undefined,
      );

      promise(found !== undefined, "staleAt is kept, not acted upon");
    },
  },
];
