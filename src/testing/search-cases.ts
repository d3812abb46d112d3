import type { CacheStore, Match } from "../store.ts";
import { near, promise, same } from "./expect.ts";
import { hex, type StoreCase, sampleEntry, type Until } from "./store-case.ts";

const TOLERANCE = 1e-3;

type Capabilities = CacheStore["capabilities"];

const canSearch = ({ search }: Capabilities): boolean => search !== "none";

const canSearchAnyLength = ({ search, dimensions }: Capabilities): boolean =>
  search !== "none" && dimensions !== "fixed";

/** A unit vector in the plane of the first two dimensions. */
function at(degrees: number): Float32Array {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle), 0, 0);
}

function find(
  store: CacheStore,
  until: Until,
  options: { limit?: number; threshold?: number; scope?: string; space?: string; expect: number },
): Promise<readonly Match[]> {
  const { limit = 10, threshold = -1, scope = hex("scope"), space = hex("space") } = options;
  return until(
    () => store.search({ scope, space, vector: at(0), limit, threshold }),
    (matches) => matches.length === options.expect,
  );
}

/** Promises about search: raw cosine, best first, and walls that hold. */
export const searchCases: readonly StoreCase[] = [
  {
    name: "the same, an orthogonal and an opposite vector have similarity 1, 0 and -1",
    applies: canSearch,
    async run(store, until) {
      for (const degrees of [0, 90, 180]) {
        await store.set(sampleEntry({ key: hex(`${degrees}`), vector: at(degrees) }));
      }

      const matches = await find(store, until, { expect: 3 });

      same(matches.length, 3, "a threshold of -1 finds everything");
      near(matches[0]?.similarity, 1, TOLERANCE, "the same vector");
      near(matches[1]?.similarity, 0, TOLERANCE, "an orthogonal vector");
      near(matches[2]?.similarity, -1, TOLERANCE, "an opposite vector");
    },
  },
  {
    name: "the nearest come first, no more than asked for",
    applies: canSearch,
    async run(store, until) {
      for (const degrees of [40, 10, 30, 20]) {
        await store.set(sampleEntry({ key: hex(`${degrees}`), vector: at(degrees) }));
      }

      const matches = await find(store, until, { limit: 2, expect: 2 });

      same(
        matches.map(({ entry }) => entry.key),
        [hex("10"), hex("20")],
        "matches are ordered by similarity and limited",
      );
    },
  },
  {
    name: "nothing below the threshold is returned",
    applies: canSearch,
    async run(store, until) {
      await store.set(sampleEntry({ key: hex("near"), vector: at(10) }));
      await store.set(sampleEntry({ key: hex("far"), vector: at(60) }));

      const matches = await find(store, until, { threshold: 0.9, expect: 1 });

      same(
        matches.map(({ entry }) => entry.key),
        [hex("near")],
        "the threshold cuts",
      );
    },
  },
  {
    name: "a match carries the whole entry",
    applies: canSearch,
    async run(store, until) {
      await store.set(sampleEntry({ payload: "whole" }));

      const [match] = await find(store, until, { expect: 1 });

      same(match?.entry.payload, "whole", "the payload comes with the match");
      promise((match?.entry.expiresAt ?? 0) > Date.now(), "its times come with the match");
    },
  },
  {
    name: "a search never leaves its scope",
    applies: canSearch,
    async run(store, until) {
      await store.set(sampleEntry({ scope: hex("mine") }));
      await store.set(sampleEntry({ scope: hex("theirs") }));
      await find(store, until, { scope: hex("theirs"), expect: 1 });

      const matches = await find(store, until, { scope: hex("mine"), expect: 1 });

      same(
        matches.map(({ entry }) => entry.scope),
        [hex("mine")],
        "the scope is a wall, not a preference",
      );
    },
  },
  {
    name: "vectors of two embedding models are never compared",
    applies: canSearch,
    async run(store, until) {
      await store.set(sampleEntry({ key: hex("theirs"), space: hex("other space") }));
      await store.set(sampleEntry({ key: hex("mine") }));

      const matches = await find(store, until, { expect: 1 });

      same(
        matches.map(({ entry }) => entry.key),
        [hex("mine")],
        "the space is a wall",
      );
    },
  },
  {
    name: "vectors of two lengths live side by side and are never compared",
    applies: canSearchAnyLength,
    async run(store, until) {
      const longer = Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0);
      await store.set(
        sampleEntry({ key: hex("longer"), space: hex("longer space"), vector: longer }),
      );
      await store.set(sampleEntry({ key: hex("mine") }));

      const matches = await find(store, until, { expect: 1 });

      same(
        matches.map(({ entry }) => entry.key),
        [hex("mine")],
        "the space is a wall",
      );
    },
  },
  {
    name: "after a change of the embedding model both kinds of vectors are found, each by its own",
    applies: canSearchAnyLength,
    async run(store, until) {
      await store.set(sampleEntry({ key: hex("old") }));
      const vector = Float32Array.of(0, 0, 0, 0, 0, 1);
      const space = hex("six dimensions");
      await store.set(sampleEntry({ key: hex("new"), space, vector }));

      const old = await find(store, until, { expect: 1 });
      const query = { scope: hex("scope"), space, vector, limit: 10, threshold: 0.9 };
      const found = await until(
        () => store.search(query),
        (matches) => matches.length === 1,
      );

      same(
        [old, found].map((matches) => matches.map(({ entry }) => entry.key)),
        [[hex("old")], [hex("new")]],
        "dimensions may change",
      );
    },
  },
  {
    name: "a replaced entry is found by its new vector only",
    applies: canSearch,
    async run(store, until) {
      await store.set(sampleEntry({ vector: at(90) }));
      await find(store, until, { expect: 1 });
      await store.set(sampleEntry({ vector: at(0) }));
      await find(store, until, { threshold: 0.5, expect: 1 });
      await store.set(sampleEntry({ vector: at(90) }));

      const matches = await find(store, until, { threshold: 0.5, expect: 0 });
      const [match] = await find(store, until, { expect: 1 });

      same(matches.length, 0, "no old vector stays behind");
      near(match?.similarity, 0, TOLERANCE, "the new vector is there");
    },
  },
  {
    name: "an entry that is replaced by one without a vector is found by meaning no more",
    applies: canSearch,
    async run(store, until) {
      await store.set(sampleEntry());
      await find(store, until, { expect: 1 });
      await store.set(sampleEntry({ vector: undefined, space: undefined }));

      const matches = await find(store, until, { expect: 0 });

      same(matches.length, 0, "no old vector stays behind");
    },
  },
  {
    name: "the nearest is found among a hundred that are near enough",
    applies: canSearch,
    async run(store, until) {
      const hundred = Array.from({ length: 100 }, (_, index) => 20 + index / 10);
      const all = [...hundred, 5]; // the nearest is written last
      await Promise.all(
        all.map((degrees) =>
          store.set(sampleEntry({ key: hex(`${degrees}`), vector: at(degrees) })),
        ),
      );
      await find(store, until, { limit: 200, threshold: 0.5, expect: 101 });

      const few = await find(store, until, { limit: 3, threshold: 0.5, expect: 3 });
      const many = await find(store, until, { limit: 200, threshold: 0.5, expect: 101 });

      same(few.length, 3, "as many come as were asked for");
      isOrdered(many);
      if (store.capabilities.search !== "exact") return;
      same(few[0]?.entry.key, hex("5"), "the nearest comes first");
      same(many.length, 101, "an exact search finds all");
    },
  },
];

function isOrdered(matches: readonly Match[]): void {
  const similarities = matches.map(({ similarity }) => similarity);
  const ordered = [...similarities].sort((left, right) => right - left);
  same(similarities, ordered, "matches are ordered by similarity");
}
