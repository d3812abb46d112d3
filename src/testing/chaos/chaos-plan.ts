import { invalid, isWholeNumber } from "../check.ts";

/**
 * What decides about each call: a list (the first item is for the first call; after its end all is
 * well), a function of the number of the call (from 1) and its method, or chances from 0 to 1 by fault.
 */
export type FaultSource<Method extends string, Fault extends string> =
  | readonly (Fault | "ok")[]
  | ((call: number, method: Method) => Fault | "ok" | undefined)
  | { readonly [Name in Fault]?: number | undefined };

/** What goes wrong, and when. A plan that says nothing disturbs nothing. */
export interface ChaosPlan<Method extends string, Fault extends string> {
  /** For calls of every method that `methods` does not name; they are numbered together. @default nothing */
  readonly all?: FaultSource<Method, Fault> | undefined;
  /** For calls of one method, numbered by themselves. */
  readonly methods?: { readonly [Name in Method]?: FaultSource<Method, Fault> | undefined };
  /** Of the random numbers behind chances, delays and damage: the same seed, the same faults. @default 1 */
  readonly seed?: number | undefined;
  /** How long `delay` and `slow` take, in milliseconds, or from the first to the second at random. @default 100 */
  readonly delayMs?: number | readonly [least: number, most: number] | undefined;
  /** Makes what `throw` throws. @default an Error that names the tool and the method */
  readonly error?: (() => unknown) | undefined;
}

/** What a tool can do to each of its methods. */
export type FaultTable<Method extends string, Fault extends string> = Readonly<
  Record<Method, readonly Fault[]>
>;

/** @throws SemanticCacheError `invalid-options` for a fault, a method or a number that cannot be. */
export function checkPlan<Method extends string, Fault extends string>(
  tool: string,
  table: FaultTable<Method, Fault>,
  plan: ChaosPlan<Method, Fault>,
): void {
  const { all, methods = {}, seed = 1, delayMs = 0, error = Error } = plan;
  if (!isWholeNumber(seed)) throw invalid(tool, "seed", "a whole number", seed);
  const delays = typeof delayMs === "number" ? [delayMs] : delayMs;
  if (!delays.every((delay) => delay >= 0)) {
    throw invalid(tool, "delayMs", "milliseconds, or the least and the most of them", delayMs);
  }
  if (typeof error !== "function") throw invalid(tool, "error", "a function", error);
  const faults = new Set<string>(Object.values<readonly Fault[]>(table).flat());
  if (all) checkSource(tool, "all", faults, all);
  for (const [method, source] of Object.entries<FaultSource<Method, Fault> | undefined>(methods)) {
    if (!Object.hasOwn(table, method)) {
      throw invalid(tool, "methods", `by names of ${Object.keys(table).join(", ")}`, method);
    }
    if (source) checkSource(tool, `methods.${method}`, new Set(table[method as Method]), source);
  }
}

function checkSource(
  tool: string,
  name: string,
  faults: ReadonlySet<string>,
  source: object,
): void {
  if (typeof source === "function") return;
  const named = Array.isArray(source) ? source : Object.keys(source);
  const unknown = named.find((fault) => fault !== "ok" && !faults.has(fault));
  if (unknown !== undefined) {
    throw invalid(tool, name, `faults among ${[...faults].join(", ")}`, unknown);
  }
  if (Array.isArray(source)) return;
  const chances = Object.values(source).filter((chance) => chance !== undefined);
  const sum = chances.reduce((total, chance) => total + Number(chance), 0);
  const areChances = chances.every((chance) => typeof chance === "number" && chance >= 0);
  if (!areChances || !(sum <= 1 + 1e-9)) {
    throw invalid(tool, name, "chances from 0 to 1 that are 1 at most together", source);
  }
}
