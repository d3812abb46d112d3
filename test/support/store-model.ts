import fc from "fast-check";
import { expect, test } from "vitest";
import type { CacheStore, EntryFilter, MaybePromise, StoredEntry } from "../../src/index.ts";
import { matchesFilter } from "../../src/store-kit/entry-filter.ts";
import { hex, sampleEntry } from "../../src/testing/store-case.ts";

/** A step of a story that a store and a plain map live through together. */
type Step =
  | { readonly do: "set"; readonly entry: StoredEntry }
  | { readonly do: "delete"; readonly filter: EntryFilter; readonly dryRun: boolean }
  | { readonly do: "get"; readonly scope: string; readonly key: string }
  | { readonly do: "search"; readonly scope: string; readonly degrees: number }
  | { readonly do: "size"; readonly namespace: string };

const HOUR = 3_600_000;
const [SCOPES, KEYS, NAMESPACES, TAGS] = ["scope", "key", "namespace", "tag"].map((kind) =>
  [0, 1].map((index) => hex(`${kind} ${index}`)),
) as [string[], string[], string[], string[]];

function at(degrees: number): Float32Array {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle), 0, 0);
}

const entry = fc
  .record({
    scope: fc.constantFrom(...SCOPES),
    key: fc.constantFrom(...KEYS),
    namespace: fc.constantFrom(...NAMESPACES),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 2 }),
    sources: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 1 }),
    degrees: fc.option(fc.integer({ min: 0, max: 180 })),
    age: fc.constantFrom(0, 0, 2 * HOUR),
    isOver: fc.constantFrom(true, false, false, false, false),
    payload: fc.string({ unit: "binary", maxLength: 20 }),
  })
  .map(({ degrees, age, isOver, ...fields }) => {
    const createdAt = Date.now() - age;
    const expiresAt = isOver ? Date.now() - 1_000 : Date.now() + HOUR;
    const vector = degrees === null ? undefined : at(degrees);
    const space = vector && hex("space");
    return sampleEntry({ ...fields, vector, space, createdAt, staleAt: expiresAt, expiresAt });
  });

const FIELDS: { readonly [Name in keyof EntryFilter]-?: fc.Arbitrary<EntryFilter[Name]> } = {
  entries: fc.array(
    fc.record({ scope: fc.constantFrom(...SCOPES), key: fc.constantFrom(...KEYS) }),
    { maxLength: 3 },
  ),
  namespace: fc.constantFrom(...NAMESPACES),
  model: fc.constantFrom(hex("model"), hex("other model")),
  tags: fc.array(fc.constantFrom(...TAGS), { minLength: 1, maxLength: 2 }),
  sources: fc.array(fc.constantFrom(...TAGS), { minLength: 1, maxLength: 1 }),
  createdBefore: fc.constant(Date.now() - HOUR),
};

/** Mostly one field, sometimes two: more would hardly ever name anything. */
const filter: fc.Arbitrary<EntryFilter> = fc
  .uniqueArray(fc.constantFrom(...(Object.keys(FIELDS) as (keyof EntryFilter)[])), {
    minLength: 1,
    maxLength: 2,
  })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, FIELDS[name]]))),
  ) as fc.Arbitrary<EntryFilter>;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("set" as const), entry }) },
  fc.record({ do: fc.constant("delete" as const), filter, dryRun: fc.boolean() }),
  fc.record({
    do: fc.constant("get" as const),
    scope: fc.constantFrom(...SCOPES),
    key: fc.constantFrom(...KEYS),
  }),
  fc.record({
    do: fc.constant("search" as const),
    scope: fc.constantFrom(...SCOPES),
    degrees: fc.integer({ min: 0, max: 180 }),
  }),
  fc.record({ do: fc.constant("size" as const), namespace: fc.constantFrom(...NAMESPACES) }),
);

/** The store that every other is compared with: a list, and nothing clever. */
interface Naive {
  live(filter?: EntryFilter): StoredEntry[];
  set(entry: StoredEntry): void;
  delete(filter: EntryFilter): void;
}

function naiveStore(): Naive {
  let entries: StoredEntry[] = [];
  return {
    live: (wanted = {}) =>
      entries.filter((each) => each.expiresAt > Date.now() && matchesFilter(each, wanted)),
    set(added) {
      entries = entries.filter(({ scope, key }) => scope !== added.scope || key !== added.key);
      entries.push(added);
    },
    delete(wanted) {
      entries = entries.filter((each) => !matchesFilter(each, wanted));
    },
  };
}

/** What the store answers to a step, and what it must answer. */
async function live(
  store: CacheStore,
  naive: Naive,
  next: Step,
): Promise<readonly [got: unknown, wanted: unknown]> {
  switch (next.do) {
    case "set":
      await store.set(next.entry);
      naive.set(next.entry);
      return [undefined, undefined];
    case "delete": {
      const wanted = naive.live(next.filter).length;
      const got = await store.delete(next.filter, { dryRun: next.dryRun });
      if (!next.dryRun) naive.delete(next.filter);
      return [got, wanted];
    }
    case "get": {
      const { scope, key } = next;
      const got = await store.get({ scope, keys: [key] });
      return [got?.payload, naive.live({ entries: [{ scope, key }] })[0]?.payload];
    }
    case "search":
      return searchBoth(store, naive, next);
    case "size": {
      const { namespace } = next;
      return [(await store.size({ namespace })).entries, naive.live({ namespace }).length];
    }
  }
}

async function searchBoth(
  store: CacheStore,
  naive: Naive,
  { scope, degrees }: Extract<Step, { do: "search" }>,
): Promise<readonly [unknown, unknown]> {
  if (store.capabilities.search === "none") return [undefined, undefined];
  const vector = at(degrees);
  const query = { scope, space: hex("space"), vector, limit: 10, threshold: 0.5 };
  const dot = (other: Float32Array): number =>
    other.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0);
  const wanted = naive
    .live()
    .filter((each) => each.scope === scope && each.vector && dot(each.vector) >= 0.5);
  const got = await store.search(query);
  const keysOf = (entries: readonly StoredEntry[]): string[] =>
    entries.map(({ key }) => key).sort();
  return [keysOf(got.map((match) => match.entry)), keysOf(wanted)];
}

/** Random stories, told to a store and to a naive list: both must say the same at every step. */
export function storeModel(createStore: () => MaybePromise<CacheStore>): void {
  test("says what a naive list says, through random stories", {
    timeout: 60_000,
  }, async (context) => {
    const { capabilities, close } = await createStore();
    await close?.();
    if (capabilities.consistency !== "immediate") context.skip("its writes are seen later");
    const stories = fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 40, size: "max" }),
      async (steps) => {
        const store = await createStore();
        const naive = naiveStore();
        try {
          for (const next of steps) {
            const [got, wanted] = await live(store, naive, next);
            expect(got, JSON.stringify(next.do)).toEqual(wanted);
          }
        } finally {
          await store.close?.();
        }
      },
    );
    await fc.assert(stories, { numRuns: 25 });
  });
}
