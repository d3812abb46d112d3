import { type TriedPair, wouldHit } from "./try-pair.ts";

/** What one guard did among the pairs that were similar enough to be served. */
export interface GuardEffect {
  readonly guard: string;
  /** Pairs that must miss, and that it refused. */
  readonly caught: number;
  /** Of those, pairs that no other guard refused. */
  readonly caughtAlone: number;
  /** Pairs that should hit, and that it refused. */
  readonly refused: number;
  /** Of those, pairs that no other guard refused: what leaving it out would win back. */
  readonly refusedAlone: number;
}

/** What every guard caught and cost at a threshold. */
export function guardEffects(
  names: readonly string[],
  pairs: readonly TriedPair[],
  threshold: number,
): GuardEffect[] {
  const near = pairs.filter((pair) => !pair.isExact && wouldHit(pair, threshold, false));
  return [...new Set(names)].map((guard) => {
    const vetoed = near.filter(({ guards }) => guards.some(({ name }) => name === guard));
    const [refused, caught] = [true, false].map((mustHit) =>
      vetoed.filter((pair) => pair.mustHit === mustHit),
    ) as [TriedPair[], TriedPair[]];
    return {
      guard,
      caught: caught.length,
      caughtAlone: caught.filter(isAlone).length,
      refused: refused.length,
      refusedAlone: refused.filter(isAlone).length,
    };
  });
}

function isAlone({ guards }: TriedPair): boolean {
  return new Set(guards.map(({ name }) => name)).size === 1;
}
