import { resolveGuards } from "../../src/lookup/guards/index.ts";
import { GUARD_PRESETS, type GuardPreset } from "../../src/lookup/guards/presets.ts";

export { GUARD_PRESETS, type GuardPreset };

/** Whether a guard refuses a pair of questions, whichever of the two was stored. */
export type Refuses = (one: string, other: string) => boolean;

/** The verdict of a whole set of guards. */
export function refusesBy(preset: GuardPreset): Refuses {
  const { guards, read } = resolveGuards(preset);
  return (one, other) => {
    const [left, right] = [read(one), read(other)];
    return guards.some(
      (guard) => guard.veto(left, right) !== undefined || guard.veto(right, left) !== undefined,
    );
  };
}

/** The guards a cache has by default, as one question uses them: read once, compared with candidates. */
export function candidateCheck(query: string): (candidate: string) => boolean {
  const { guards, read } = resolveGuards("standard");
  const asked = read(query);
  return (candidate) => {
    const stored = read(candidate);
    return guards.some((guard) => guard.veto(asked, stored) !== undefined);
  };
}

/** The verdict of the guards a cache has by default. */
export const isVetoed: Refuses = refusesBy("standard");
