import type { CacheStore, EntryAddress, Invalidation } from "../store.ts";
import { promise, same } from "./expect.ts";
import { hex, sampleEntry, type Until } from "./store-case.ts";

/** A promise about two stores over the same data, as two processes have them. */
export interface PeerCase {
  readonly name: string;
  run(store: CacheStore, peer: CacheStore, until: Until): Promise<void>;
}

const HOUR = 3_600_000;
const address: EntryAddress = { scope: hex("scope"), key: hex("key") };
const get = { scope: hex("scope"), keys: [hex("key")] };
const search = { scope: hex("scope"), space: hex("space"), limit: 10, threshold: 0.9 };
const here = Float32Array.of(1, 0, 0, 0);
const there = Float32Array.of(0, 1, 0, 0);

/** Keys found near a vector, once there are as many as `count`. */
async function keysNear(
  store: CacheStore,
  until: Until,
  vector: Float32Array,
  count: number,
): Promise<readonly string[]> {
  const matches = await until(
    () => store.search({ ...search, vector }),
    (found) => found.length === count,
  );
  return matches.map(({ entry }) => entry.key);
}

/** Collects news until it names an entry, or everything. */
function collectNews(store: CacheStore): { news: Invalidation[]; stop: () => void } {
  const news: Invalidation[] = [];
  const stop = store.invalidations?.((each) => void news.push(each)) ?? (() => {});
  return { news, stop };
}

function names(news: readonly Invalidation[], { scope, key }: EntryAddress): boolean {
  return news.some(
    ({ entries }) => !entries || entries.some((each) => each.scope === scope && each.key === key),
  );
}

/** Promises about processes that share data. */
export const peerCases: readonly PeerCase[] = [
  {
    name: "what one process writes, another finds: by key, by meaning and by alias",
    async run(store, peer, until) {
      const alias = { alias: hex("alias"), target: hex("target"), namespace: hex("namespace") };
      await store.set(sampleEntry());
      await store.setAlias({ ...alias, expiresAt: Date.now() + HOUR });

      const found = await until(
        () => peer.get(get),
        (entry) => entry !== undefined,
      );
      const target = await until(
        () => peer.getAlias(alias.alias),
        (each) => each !== undefined,
      );

      promise(found !== undefined, "get finds what another process wrote");
      same(target, alias.target, "getAlias finds what another process wrote");
      if (store.capabilities.search === "none") return;
      same(await keysNear(peer, until, here, 1), [address.key], "so does search");
    },
  },
  {
    name: "what one process replaces or removes, another finds no more",
    async run(store, peer, until) {
      const isSearched = store.capabilities.search !== "none";
      await store.set(sampleEntry({ payload: "older", createdAt: Date.now() - 10 }));
      if (isSearched) await keysNear(peer, until, here, 1);

      await store.set(sampleEntry({ payload: "newer", vector: there }));
      const replaced = await until(
        () => peer.get(get),
        (entry) => entry?.payload === "newer",
      );
      same(replaced?.payload, "newer", "get finds the newer entry");
      if (isSearched) {
        same(await keysNear(peer, until, here, 0), [], "nothing is left at the older vector");
        same(await keysNear(peer, until, there, 1), [address.key], "the newer vector is found");
      }

      await store.delete({ entries: [address] });
      const removed = await until(
        () => peer.get(get),
        (entry) => entry === undefined,
      );
      promise(removed === undefined, "get finds nothing that was removed");
      if (isSearched) same(await keysNear(peer, until, there, 0), [], "nor does search");
    },
  },
  {
    name: "a process hears of what another replaces or removes, until it listens no more",
    async run(store, peer, until) {
      if (!store.invalidations) return;
      await peer.set(sampleEntry());
      const first = collectNews(store);
      await until(
        () => store.get(get), // only who reads has copies
        (entry) => entry !== undefined,
      );
      const changes: readonly (readonly [what: string, change: () => unknown])[] = [
        ["replaced", () => peer.set(sampleEntry({ payload: "newer" }))],
        ["removed", () => peer.delete({ entries: [address] })],
        ["written again", () => peer.set(sampleEntry())],
        ["removed with its namespace", () => peer.delete({ namespace: hex("namespace") })],
      ];

      for (const [what, change] of changes) {
        first.news.length = 0;
        await change();
        const isHeard = await until(
          () => names(first.news, address),
          (heard) => heard,
        );
        // Where nothing was there is nothing to hear.
        promise(isHeard || what === "written again", `others hear that an entry was ${what}`);
      }
      first.stop();

      const second = collectNews(store);
      await store.get(get);
      const heardBefore = first.news.length;
      await peer.set(sampleEntry());
      await peer.set(sampleEntry({ payload: "newer" }));
      await until(
        () => names(second.news, address),
        (heard) => heard,
      );
      second.stop();
      promise(names(second.news, address), "who listens anew hears again");
      same(first.news.length, heardBefore, "who listens no more hears nothing");
    },
  },
  {
    name: "what a process does itself is no news to it",
    async run(store, peer, until) {
      if (!store.invalidations) return;
      const other = { ...address, key: hex("other") };
      await peer.set(sampleEntry(other));
      await store.set(sampleEntry());
      const { news, stop } = collectNews(store);
      await until(
        () => store.get({ ...get, keys: [other.key] }),
        (entry) => entry !== undefined,
      );

      await store.set(sampleEntry({ payload: "newer" }));
      await peer.set(sampleEntry({ ...other, payload: "newer" }));
      await until(
        () => names(news, other),
        (heard) => heard,
      );
      stop();

      const mayBeAnything = news.some(({ entries }) => !entries);
      promise(names(news, other), "the change of another process is heard");
      promise(mayBeAnything || !names(news, address), "its own change is not");
    },
  },
];
