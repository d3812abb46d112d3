import type { EntryFilter, StoredEntry } from "../store.ts";
import { promise, same } from "./expect.ts";
import { hex, listEntries, type StoreCase, sampleEntry, type Until } from "./store-case.ts";

const EPOCH = Date.now() - 60_000;

/** Four entries that differ in every field a filter can name. */
const SAMPLES: readonly StoredEntry[] = [
  sampleEntry({
    key: hex("a"),
    namespace: hex("n1"),
    tags: [hex("t1"), hex("t2")],
    createdAt: EPOCH,
  }),
  sampleEntry({ key: hex("b"), namespace: hex("n1"), model: hex("m2"), tags: [hex("t2")] }),
  sampleEntry({ key: hex("c"), namespace: hex("n2"), sources: [hex("s1")] }),
  sampleEntry({ scope: hex("other"), key: hex("d"), namespace: hex("n2") }),
];

const FILTERS: readonly (readonly [what: string, filter: EntryFilter, gone: readonly string[]])[] =
  [
    ["its address", { entries: [{ scope: hex("scope"), key: hex("b") }] }, ["b"]],
    ["a namespace", { namespace: hex("n1") }, ["a", "b"]],
    ["a model", { model: hex("m2") }, ["b"]],
    ["any of some tags", { tags: [hex("t1"), hex("t9")] }, ["a"]],
    ["a source", { sources: [hex("s1")] }, ["c"]],
    ["its age", { createdBefore: EPOCH + 1 }, ["a"]],
    [
      "several of these at once",
      { namespace: hex("n1"), tags: [hex("t2")], model: hex("m2") },
      ["b"],
    ],
    ["a list that is empty: nothing", { entries: [] }, []],
    ["no filter: everything", {}, ["a", "b", "c", "d"]],
  ];

/** Promises about deletion: exactly what was named goes, and the count is true. */
export const deleteCases: readonly StoreCase[] = [
  ...FILTERS.map(
    ([what, filter, gone]): StoreCase => ({
      name: `delete removes exactly what is named by ${what}`,
      async run(store, until) {
        for (const entry of SAMPLES) await store.set(entry);
        await keysAre(store, until, ["a", "b", "c", "d"]);

        const counted = await store.delete(filter, { dryRun: true });
        await keysAre(store, until, ["a", "b", "c", "d"]);
        const deleted = await store.delete(filter);

        same([counted, deleted], [gone.length, gone.length], "both counts are true");
        await keysAre(
          store,
          until,
          ["a", "b", "c", "d"].filter((key) => !gone.includes(key)),
        );
      },
    }),
  ),
  {
    name: "a deleted entry is found neither by key nor by meaning",
    async run(store, until) {
      const keys = [hex("key"), hex("normal")];
      await store.set(sampleEntry({ normalKey: hex("normal") }));
      await until(
        () => store.get({ scope: hex("scope"), keys }),
        (entry) => entry !== undefined,
      );

      await store.delete({ entries: [{ scope: hex("scope"), key: hex("key") }] });

      const found = await until(
        () => store.get({ scope: hex("scope"), keys }),
        (entry) => entry === undefined,
      );

      promise(found === undefined, "get finds nothing");
      if (store.capabilities.search === "none") return;
      const vector = Float32Array.of(1, 0, 0, 0);
      const query = { scope: hex("scope"), space: hex("space"), vector, limit: 1, threshold: -1 };
      const matches = await until(
        () => store.search(query),
        (list) => list.length === 0,
      );
      same(matches.length, 0, "search finds nothing");
    },
  },
  {
    name: "size counts the entries, all and of one namespace",
    async run(store, until) {
      for (const entry of SAMPLES) await store.set(entry);

      const all = await until(
        () => store.size(),
        ({ entries }) => entries === 4,
      );
      const some = await store.size({ namespace: hex("n1") });
      const none = await store.size({ namespace: hex("nobody") });

      same([all.entries, some.entries, none.entries], [4, 2, 0], "size is true");
    },
  },
  {
    name: "entries lists what a filter names",
    async run(store, until) {
      for (const entry of SAMPLES) await store.set(entry);
      await keysAre(store, until, ["a", "b", "c", "d"]);

      const keys: string[] = [];
      for await (const { key } of store.entries({ namespace: hex("n2") })) keys.push(key);

      same(keys.sort(), [hex("c"), hex("d")].sort(), "the filter holds");
    },
  },
];

async function keysAre(
  store: Parameters<StoreCase["run"]>[0],
  until: Until,
  names: readonly string[],
): Promise<void> {
  const wanted = JSON.stringify(names.map(hex).sort());
  const read = async (): Promise<string> =>
    JSON.stringify((await listEntries(store)).map(({ key }) => key).sort());
  const found = await until(read, (keys) => keys === wanted);
  same(found, wanted, "exactly these entries are left");
}
