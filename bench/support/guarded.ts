import { guardText } from "../../src/lookup/guards/guard-text.ts";
import { resolveGuards } from "../../src/lookup/guards/index.ts";

/** Whether a standard guard refuses a pair of questions, whichever of the two was stored. */
export function isVetoed(one: string, other: string): boolean {
  const [left, right] = [guardText(one), guardText(other)];
  return resolveGuards("standard").some(
    (guard) => guard.veto(left, right) !== undefined || guard.veto(right, left) !== undefined,
  );
}
