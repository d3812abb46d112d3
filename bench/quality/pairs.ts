import { defaultThreshold } from "../../src/lookup/thresholds.ts";
import type { BenchContext, Row, Share } from "../support/bench.ts";
import { GUARD_PRESETS, type GuardPreset, refusesBy } from "../support/guarded.ts";
import type { LabelledPair } from "../support/labelled-data.ts";
import { shareOf } from "../support/share.ts";
import { checkShown, mayBeShown, noteFailures } from "./failures.ts";
import { type JudgedPair, openPairSets, type PairSet } from "./pair-sets.ts";

/** The model whose cosines come with the data. */
const MINI_LM = "transformers/Xenova/all-MiniLM-L6-v2";

/**
 * Guards on labelled pairs: how many pairs with different answers they catch and how many with the same
 * answer they keep, alone and behind the default threshold.
 */
export async function measurePairs(bench: BenchContext): Promise<void> {
  const sets = openPairSets(bench.data());
  checkShown(bench, sets);
  for (const set of sets) {
    for (const preset of GUARD_PRESETS) measureSet(bench, set, preset);
  }
}

function measureSet(bench: BenchContext, set: PairSet, preset: GuardPreset): void {
  const refuses = refusesBy(preset);
  const judged = set.pairs.map((pair) => ({ ...pair, isRefused: refuses(pair.a, pair.b) }));
  // Gates are for what a cache does by default.
  const gates = preset === "standard" ? set : {};
  bench.report(guardsRow({ kind: "guards", name: set.name, guards: preset }, judged, gates));
  if (preset !== "standard") return;
  noteFailures(bench, set.name, judged);
  const unseen = judged.filter((_, index) => !mayBeShown(index));
  bench.detail(guardsRow({ kind: "unseen half", name: set.name }, unseen, {}));
  for (const [category, pairs = []] of Object.entries(Object.groupBy(judged, categoryOf))) {
    if (category) {
      bench.detail(guardsRow({ kind: "category", name: set.name, category }, pairs, {}));
    }
  }
  const row = thresholdRow(set.name, judged, bench.data().miniLmSimilarities(set.name));
  if (row) bench.report(row);
}

function categoryOf({ cat }: LabelledPair): string {
  return cat ?? "";
}

function guardsRow(
  start: Row,
  pairs: readonly JudgedPair[],
  { caughtGate, keptGate }: Pick<PairSet, "caughtGate" | "keptGate">,
): Row {
  const different = pairs.filter(({ label }) => label === 0);
  const alike = pairs.filter(({ label }) => label === 1);
  const caught = shareOf(different.filter(({ isRefused }) => isRefused).length, different.length);
  const kept = shareOf(alike.filter(({ isRefused }) => !isRefused).length, alike.length);
  const isGated = caughtGate !== undefined || keptGate !== undefined;
  const isMet = reaches(caught, caughtGate) && reaches(kept, keptGate);
  return {
    ...start,
    different: different.length,
    caught,
    caughtGate,
    alike: alike.length,
    kept,
    keptGate,
    met: isGated ? isMet : undefined,
  };
}

function reaches(share: Share | undefined, gate: number | undefined): boolean {
  return gate === undefined || (share !== undefined && share.percent >= gate);
}

/** The default threshold on given cosines, without guards and with them. */
function thresholdRow(
  name: string,
  judged: readonly JudgedPair[],
  similarities: ReadonlyMap<string, number>,
): Row | undefined {
  if (similarities.size === 0) return undefined;
  const threshold = defaultThreshold(MINI_LM);
  const known = judged.filter(({ id }) => similarities.has(id));
  const isNear = ({ id }: JudgedPair): boolean => (similarities.get(id) ?? -1) >= threshold;
  const isServed = (pair: JudgedPair): boolean => isNear(pair) && !pair.isRefused;
  const share = (label: 0 | 1, test: (pair: JudgedPair) => boolean): Share | undefined => {
    const pairs = known.filter((pair) => pair.label === label);
    return shareOf(pairs.filter(test).length, pairs.length);
  };
  return {
    kind: "guards + threshold",
    name,
    threshold,
    recall: share(1, isServed),
    false: share(0, isServed),
    recallWithoutGuards: share(1, isNear),
    falseWithoutGuards: share(0, isNear),
  };
}
