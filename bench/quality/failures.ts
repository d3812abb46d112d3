import type { BenchContext } from "../support/bench.ts";
import type { JudgedPair, PairSet } from "./pair-sets.ts";

const MOST = 20;

/** Throws when `--show-failures` names a set that is not there. */
export function checkShown({ showFailures }: BenchContext, sets: readonly PairSet[]): void {
  const names = sets.map(({ name }) => name);
  if (showFailures === undefined || names.includes(showFailures)) return;
  throw new Error(`--show-failures must name ${names.join(", ")}; got "${showFailures}".`);
}

/** Every second pair of a set is for checking only, so that it tells whether a rule is general. */
export function mayBeShown(index: number): boolean {
  return index % 2 === 0;
}

/** Shows what the guards got wrong in the set that `--show-failures` names, and in no other. */
export function noteFailures(
  { showFailures, note }: BenchContext,
  name: string,
  pairs: readonly JudgedPair[],
): void {
  if (showFailures !== name) return;
  const shown = pairs
    .filter((_, index) => mayBeShown(index))
    .filter(({ label, isRefused }) => isRefused === (label === 1))
    .slice(0, MOST);
  for (const { a, b, isRefused } of shown) {
    note(`${name}: wrongly ${isRefused ? "refused" : "kept"}: "${a}" / "${b}"`);
  }
}
