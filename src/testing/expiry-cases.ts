import type { CacheStore } from "../store.ts";
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

/** A moment that comes soon, with how long to wait until it has passed for this store; and a late one. */
function deadlines(store: CacheStore): [{ at: number; wait: number }, number] {
  const isFine = store.capabilities.expiry === "milliseconds";
  const lifetime = isFine ? 400 : 1_000; // long enough for the writes of a slow store
  const soon = { at: Date.now() + lifetime, wait: lifetime + (isFine ? 40 : 1_100) };
  return [soon, Date.now() + 3_600_000];
}

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
      const [soon] = deadlines(store);
      await store.set(sampleEntry({ staleAt: soon.at, expiresAt: soon.at }));

      await wait(soon.wait);

      promise((await store.get(get)) === undefined, "get returns no expired entry");
      const matches = store.capabilities.search === "none" ? [] : await store.search(search);
      same(matches.length, 0, "search returns no expired entry");
      same((await store.size()).entries, 0, "size counts no expired entry");
      same(await store.delete({}, { dryRun: true }), 0, "delete counts no expired entry");
    },
  },
  {
    name: "every entry has a time of its own, a rewritten one its new time",
    applies: ({ expiry }) => expiry !== "none",
    async run(store) {
      const [soon, late] = deadlines(store);
      await store.set(sampleEntry({ key: hex("soon"), expiresAt: soon.at }));
      await store.set(sampleEntry({ key: hex("late"), expiresAt: late }));
      await store.set(sampleEntry({ key: hex("renewed"), expiresAt: soon.at }));
      await store.set(sampleEntry({ key: hex("renewed"), expiresAt: late }));

      await wait(soon.wait);

      const left = (await listEntries(store)).map(({ key }) => key).sort();
      same(left, [hex("late"), hex("renewed")].sort(), "each entry ends in its own time");
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
