import { directionGuard } from "./direction.ts";
import type { Guard } from "./guard.ts";
import { negationGuard } from "./negation.ts";
import { numbersGuard } from "./numbers.ts";
import { substitutionGuard } from "./substitution.ts";

const STANDARD: readonly Guard[] = [numbersGuard, negationGuard, substitutionGuard, directionGuard];

/** The guards an option stands for. */
export function resolveGuards(
  guards: "standard" | false | readonly (Guard | "standard")[],
): readonly Guard[] {
  if (guards === false) return [];
  if (guards === "standard") return STANDARD;
  return guards.flatMap((guard) => (guard === "standard" ? STANDARD : [guard]));
}
