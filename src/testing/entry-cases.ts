import { promise, same } from "./expect.ts";
import { hex, listEntries, type StoreCase, sampleEntry } from "./store-case.ts";

const SCOPE = hex("scope");
/** Begins with a byte order mark, which some decoders swallow. */
const AWKWARD = "\ufeff\u0000 \ud83d\ude00 \u05d0\u05d1 e\u0301 \"'`\\ ;-- %_* {tag} \n\r\t";

/** Promises about single entries: what is written is what is read. */
export const entryCases: readonly StoreCase[] = [
  {
    name: "an entry comes back as it was written, byte for byte",
    async run(store, until) {
      const vector = Float32Array.of(0.5, -0.5, 0.5, -0.5);
      const hashes = { normalKey: hex("normal"), tags: [hex("tag")], sources: [hex("source")] };
      const entry = sampleEntry({ vector, payload: AWKWARD, ...hashes });

      await store.set(entry);

      const read = await until(
        () => store.get({ scope: entry.scope, keys: [entry.key] }),
        (found) => found !== undefined,
      );
      promise(read !== undefined, "get returns an entry that was set");
      same(read.payload, entry.payload, "the payload is kept to the letter");
      same([...(read.vector ?? [])], [...vector], "the vector is kept exactly");
      same(
        [read.scope, read.key, read.namespace, read.model, read.space],
        [entry.scope, entry.key, entry.namespace, entry.model, entry.space],
        "the index fields are kept",
      );
      same(
        [read.normalKey, read.tags, read.sources],
        [entry.normalKey, entry.tags, entry.sources],
        "so are the normal form and the lists",
      );
      same(
        [read.createdAt, read.staleAt, read.expiresAt],
        [entry.createdAt, entry.staleAt, entry.expiresAt],
        "times are kept to the millisecond",
      );
    },
  },
  {
    name: "a payload of a megabyte is kept to the letter",
    async run(store, until) {
      const payload = `${AWKWARD}${"0123456789abcdef".repeat(65_536)}`;

      await store.set(sampleEntry({ payload }));

      const read = await until(
        () => store.get({ scope: SCOPE, keys: [hex("key")] }),
        (found) => found !== undefined,
      );
      promise(read?.payload === payload, "a large payload comes back whole");
    },
  },
  {
    name: "an entry without a vector is kept, and never found by meaning",
    async run(store, until) {
      const entry = sampleEntry({ vector: undefined, space: undefined });

      await store.set(entry);

      const read = await until(
        () => store.get({ scope: SCOPE, keys: [entry.key] }),
        (found) => found !== undefined,
      );
      promise(read !== undefined && read.vector === undefined, "an entry needs no vector");
      if (store.capabilities.search === "none") return;
      const vector = Float32Array.of(1, 0, 0, 0);
      const query = { scope: SCOPE, space: hex("space"), vector, limit: 10, threshold: -1 };
      same((await store.search(query)).length, 0, "search finds no entry without a vector");
    },
  },
  {
    name: "what was never written is not there",
    async run(store) {
      const found = await store.get({ scope: SCOPE, keys: [hex("nobody")] });
      promise(found === undefined, "get returns undefined for an unknown key");
      const none = await store.get({ scope: SCOPE, keys: [] });
      promise(none === undefined, "get returns undefined for no key");
    },
  },
  {
    name: "a second write replaces the first",
    async run(store, until) {
      await store.set(sampleEntry({ payload: "first" }));
      await store.set(sampleEntry({ payload: "second" }));

      const read = await until(
        () => store.get({ scope: SCOPE, keys: [hex("key")] }),
        (found) => found?.payload === "second",
      );
      same(read?.payload, "second", "the latest write is read");
      const all = await until(
        () => listEntries(store),
        (entries) => entries.length === 1,
      );
      same(all.length, 1, "an address holds one entry");
    },
  },
  {
    name: "the first of several keys that is found wins",
    async run(store, until) {
      await store.set(sampleEntry({ key: hex("a"), payload: "a" }));
      await store.set(sampleEntry({ key: hex("b"), payload: "b" }));

      const read = await until(
        () => store.get({ scope: SCOPE, keys: [hex("none"), hex("b"), hex("a")] }),
        (found) => found?.payload === "b",
      );
      same(read?.payload, "b", "keys are tried in order");
    },
  },
  {
    name: "an entry is also found by the key of its normal form",
    async run(store, until) {
      await store.set(sampleEntry({ normalKey: hex("normal") }));

      const read = await until(
        () => store.get({ scope: SCOPE, keys: [hex("other"), hex("normal")] }),
        (found) => found !== undefined,
      );
      same(read?.key, hex("key"), "get answers by normalKey");
    },
  },
  {
    name: "an entry is no longer found by a normal form it had before it was replaced",
    async run(store, until) {
      await store.set(sampleEntry({ normalKey: hex("older") }));
      await store.set(sampleEntry({ normalKey: hex("newer") }));
      await until(
        () => store.get({ scope: SCOPE, keys: [hex("newer")] }),
        (found) => found !== undefined,
      );

      const read = await store.get({ scope: SCOPE, keys: [hex("older"), hex("newer")] });

      same(read?.normalKey, hex("newer"), "get finds the entry as it is now");
      const gone = await store.get({ scope: SCOPE, keys: [hex("older")] });
      promise(gone === undefined, "an older normal form leads nowhere");
    },
  },
  {
    name: "one scope never sees the entries of another",
    async run(store, until) {
      const keys = [hex("key"), hex("normal")];
      await store.set(sampleEntry({ normalKey: hex("normal") }));
      await until(
        () => store.get({ scope: SCOPE, keys }),
        (found) => found !== undefined,
      );

      const read = await store.get({ scope: hex("elsewhere"), keys });

      promise(read === undefined, "get stays inside its scope");
    },
  },
  {
    name: "a hundred writes at once are all there afterwards",
    async run(store, until) {
      const keys = Array.from({ length: 100 }, (_, index) => hex(`key ${index}`));

      await Promise.all(keys.map((key) => store.set(sampleEntry({ key, payload: key }))));

      const all = await until(
        () => listEntries(store),
        (entries) => entries.length === 100,
      );
      same(new Set(all.map(({ key }) => key)).size, 100, "no write is lost");
      for (const { key, payload } of all) same(payload, key, "no write is mixed with another");
    },
  },
  {
    name: "entries can be listed while others are written and removed",
    async run(store, until) {
      const keys = Array.from({ length: 60 }, (_, index) => hex(`key ${index}`));
      for (const key of keys) await store.set(sampleEntry({ key }));
      await until(
        () => listEntries(store),
        (entries) => entries.length === 60,
      );

      const seen = new Set<string>();
      for await (const { key } of store.entries()) {
        seen.add(key);
        if (seen.size > 10) continue;
        await store.set(sampleEntry({ key: hex(`new ${seen.size}`) }));
        await store.delete({ entries: [{ scope: SCOPE, key: hex(`new ${seen.size}`) }] });
      }

      const missed = keys.filter((key) => !seen.has(key));
      same(missed, [], "what was there all the time is listed");
    },
  },
  {
    name: "a touched entry is still there and unchanged",
    async run(store, until) {
      await store.set(sampleEntry());

      await store.touch?.({ scope: SCOPE, key: hex("key") });
      await store.touch?.({ scope: SCOPE, key: hex("nobody") });

      const read = await until(
        () => store.get({ scope: SCOPE, keys: [hex("key")] }),
        (found) => found !== undefined,
      );
      same(read?.payload, sampleEntry().payload, "touch changes nothing but recency");
    },
  },
];
