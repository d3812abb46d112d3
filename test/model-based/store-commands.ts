import fc from "fast-check";
import { expect } from "vitest";
import type { EntryAddress, EntryFilter, Hex, StoredEntry } from "../../src/index.ts";
import { hex, sampleEntry } from "../../src/testing/store-case.ts";
import { HOUR, MINUTE, type StoreCommand, step } from "./store-command.ts";

const [SCOPES, KEYS, NAMESPACES, TAGS] = ["scope", "key", "namespace", "tag"].map((kind) =>
  [0, 1].map((index) => hex(`${kind} ${index}`)),
) as [Hex[], Hex[], Hex[], Hex[]];

const scope = fc.constantFrom(...SCOPES);
const key = fc.constantFrom(...KEYS);
const namespace = fc.constantFrom(...NAMESPACES);
const tag = fc.constantFrom(...TAGS);
const address: fc.Arbitrary<EntryAddress> = fc.record({ scope, key });
/** No two of them are 60 degrees apart, where rounding decides whether they are near. */
const degrees = fc.integer({ min: 0, max: 25 }).map((steps) => steps * 7);
/** Of what is written, in milliseconds; some of it is over by then. */
const lifetime = fc.constantFrom(HOUR, HOUR, HOUR, 10 * HOUR, -2 * MINUTE);

type Named = Omit<EntryFilter, "createdBefore">;

const FIELDS: { readonly [Name in keyof Named]-?: fc.Arbitrary<Named[Name]> } = {
  entries: fc.array(address, { maxLength: 3 }),
  namespace,
  model: fc.constantFrom(hex("model"), hex("other model")),
  tags: fc.array(tag, { minLength: 1, maxLength: 2 }),
  sources: fc.array(tag, { minLength: 1, maxLength: 1 }),
};

/** Mostly one field, sometimes two: more would hardly ever name anything. None names all. */
const filter: fc.Arbitrary<EntryFilter> = fc
  .subarray(Object.keys(FIELDS) as (keyof Named)[], { maxLength: 2 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, FIELDS[name]]))))
  .map((chosen) => chosen as EntryFilter);

const setFor = (lifetimes: fc.Arbitrary<number>) =>
  fc
    .record({
      ...{ scope, key, namespace, lifetime: lifetimes },
      tags: fc.uniqueArray(tag, { maxLength: 2 }),
      sources: fc.uniqueArray(tag, { maxLength: 1 }),
      degrees: fc.option(degrees),
      payload: fc.string({ unit: "binary", maxLength: 20 }),
    })
    .map((written) =>
      step("set", written, async (naive, store) => {
        const entry = entryOf(written);
        await store.set(entry);
        naive.set(entry);
      }),
    );

const get = address.map((asked) =>
  step("get", asked, async (naive, store) => {
    const found = await store.get({ scope: asked.scope, keys: [asked.key] });
    expect(found?.payload).toBe(naive.live({ entries: [asked] })[0]?.payload);
  }),
);

const search = fc.record({ scope, degrees }).map((asked) =>
  step("search", asked, async (naive, store) => {
    if (store.capabilities.search === "none") return;
    const vector = vectorAt(asked.degrees);
    const query = { scope: asked.scope, space: hex("space"), vector, limit: 10, threshold: 0.5 };
    const found = await store.search(query);
    const near = naive
      .live()
      .filter((entry) => entry.scope === asked.scope && similarity(entry, vector) >= 0.5);
    expect(payloadsOf(found.map((match) => match.entry))).toEqual(payloadsOf(near));
    const order = found.map((match) => match.similarity);
    expect(order).toEqual(order.toSorted((left, right) => right - left));
  }),
);

const remove = fc.record({ filter, dryRun: fc.boolean() }).map((asked) =>
  step("delete", asked, async (naive, store) => {
    const count = await store.delete(asked.filter, { dryRun: asked.dryRun });
    expect(count).toBeGreaterThanOrEqual(naive.live(asked.filter).length);
    expect(count).toBeLessThanOrEqual(naive.there(asked.filter).length);
    if (!asked.dryRun) naive.delete(asked.filter);
  }),
);

const removeOld = fc.constantFrom(0, HOUR).map((age) =>
  step("delete older than", age, async (naive, store) => {
    const old: EntryFilter = { createdBefore: Date.now() - age };
    const count = await store.delete(old);
    expect(count).toBeGreaterThanOrEqual(naive.live(old).length);
    expect(count).toBeLessThanOrEqual(naive.there(old).length);
    naive.delete(old);
  }),
);

const list = filter.map((asked) =>
  step("entries", asked, async (naive, store) => {
    const listed = await Array.fromAsync(store.entries(asked));
    expect(payloadsOf(listed)).toEqual(payloadsOf(naive.live(asked)));
  }),
);

const size = namespace.map((asked) =>
  step("size", asked, async (naive, store) => {
    const { entries } = await store.size({ namespace: asked });
    expect(entries).toBe(naive.live({ namespace: asked }).length);
  }),
);

const touch = address.map((used) =>
  step("touch", used, async (naive, store) => {
    await store.touch?.(used);
    naive.touch(used);
  }),
);

const setAlias = fc.record({ alias: key, target: key, namespace, lifetime }).map((written) =>
  step("setAlias", written, async (naive, store) => {
    const { lifetime: milliseconds, ...names } = written;
    const alias = { ...names, expiresAt: Date.now() + milliseconds };
    await store.setAlias(alias);
    naive.setAlias(alias);
  }),
);

const getAlias = key.map((asked) =>
  step("getAlias", asked, async (naive, store) => {
    expect(await store.getAlias(asked)).toBe(naive.alias(asked));
  }),
);

const lease = key.map((name) =>
  step("lease", name, async (naive, store) => {
    if (!store.lease) return;
    const held = await store.lease(name, 10 * HOUR);
    expect(held !== undefined).toBe(!naive.leases.has(name));
    if (held) naive.leases.set(name, () => held.release());
  }),
);

const release = key.map((name) =>
  step("release", name, async (naive) => {
    await naive.leases.get(name)?.();
    naive.leases.delete(name);
  }),
);

const crash = fc
  .integer({ min: 0, max: 1 })
  .map((process) => step("crash", process, async (_naive, _store, real) => real.crash(process)));

/**
 * Engines measure leases by their own clocks: none is held while the clock jumps. However it jumps, it is
 * never within a minute of the end of anything: so much may the clocks of processes differ.
 */
const later = fc.constantFrom(41 * MINUTE, 121 * MINUTE).map((milliseconds) =>
  step(
    "later",
    milliseconds,
    async (_naive, _store, real) => real.later(milliseconds),
    (naive) => naive.leases.size === 0,
  ),
);

/** Steps of every kind; many of them write. Without `ends`, no entry ends by itself. */
export function storeCommands({
  ends,
}: {
  readonly ends: boolean;
}): fc.Arbitrary<Iterable<StoreCommand>> {
  const set = setFor(ends ? lifetime : fc.constant(10 * HOUR));
  const kinds = [
    ...[set, set, set, set, set, get, get, search, search, remove, removeOld, list, size],
    ...[touch, setAlias, getAlias, lease, release, crash, ...(ends ? [later] : [])],
  ];
  const process = fc.integer({ min: 0, max: 1 });
  const steps = kinds.map((kind) => fc.tuple(kind, process).map(([make, at]) => make(at)));
  return fc.commands(steps, { size: "max", maxCommands: 50 });
}

interface Written {
  readonly scope: Hex;
  readonly key: Hex;
  readonly namespace: Hex;
  readonly lifetime: number;
  readonly tags: Hex[];
  readonly sources: Hex[];
  readonly degrees: number | null;
  readonly payload: string;
}

function entryOf({ lifetime, degrees, ...fields }: Written): StoredEntry {
  const createdAt = Date.now();
  const expiresAt = createdAt + lifetime;
  const vector = degrees === null ? undefined : vectorAt(degrees);
  const space = vector && hex("space");
  return sampleEntry({ ...fields, createdAt, staleAt: expiresAt, expiresAt, vector, space });
}

function vectorAt(angle: number): Float32Array {
  const radians = (angle * Math.PI) / 180;
  return Float32Array.of(Math.cos(radians), Math.sin(radians), 0, 0);
}

function similarity({ vector }: StoredEntry, other: Float32Array): number {
  return vector ? vector.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0) : -1;
}

function payloadsOf(entries: readonly StoredEntry[]): string[] {
  return entries.map(({ scope, key, payload }) => `${scope} ${key} ${payload}`).sort();
}
