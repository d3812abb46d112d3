import { SemanticCacheError } from "../../../errors.ts";
import { checkNumber } from "../check-number.ts";

/** Options of `adaptive()`. */
export interface AdaptiveOptions {
  /**
   * Most wrong answers by meaning, as a share of the questions that find a neighbour above the floor:
   * 0.01 is 1 in 100.
   */
  readonly maxErrorRate: number;
  /** Least similarity, a raw cosine, at which an answer may be served at all. @default 0.7 */
  readonly floor?: number | undefined;
  /**
   * What goes to the model to be learned from. `{ audit: 0.02 }`: all that is too risky to serve, and 2
   * in 100 of the rest. `"random"`: by chance, the more often the riskier.
   *
   * @default { audit: 0.02 }
   */
  readonly explore?: "random" | { readonly audit: number } | undefined;
  /** Most observations kept with an entry, 4 to 1,000; the oldest go first. @default 64 */
  readonly maxObservations?: number | undefined;
  /** Chooses what is audited: returns a number from 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** {@link AdaptiveOptions} that were checked, with every default. */
export interface AdaptiveSettings {
  readonly maxErrorRate: number;
  readonly floor: number;
  readonly isRandom: boolean;
  /** Least share of the questions that could be served, 0 to 1, which goes to the model nevertheless. */
  readonly audit: number;
  readonly maxObservations: number;
  readonly random: () => number;
}

const DEFAULT_AUDIT = 0.02;

/** @throws SemanticCacheError `invalid-options` for a value that an option does not take. */
export function toSettings(options: AdaptiveOptions): AdaptiveSettings {
  const { maxErrorRate, floor = 0.7, maxObservations = 64, random = Math.random } = options;
  const { explore = { audit: DEFAULT_AUDIT } } = options;
  const isRandom = explore === "random";
  const audit = isRandom ? DEFAULT_AUDIT : auditOf(explore);
  checkNumber("adaptive: maxErrorRate", maxErrorRate, { above: 0, below: 1 });
  checkNumber("adaptive: floor", floor, { least: -1, most: 1 });
  checkNumber("adaptive: explore.audit", audit, { least: 0, below: 1 });
  const counts = { least: 4, most: 1_000, isWhole: true };
  checkNumber("adaptive: maxObservations", maxObservations, counts);
  if (typeof random !== "function") {
    const message = `adaptive: random must be a function such as Math.random; got ${typeof random}.`;
    throw new SemanticCacheError("invalid-options", message);
  }
  return { maxErrorRate, floor, isRandom, audit, maxObservations, random };
}

function auditOf(explore: unknown): number {
  if (typeof explore === "object" && explore !== null && "audit" in explore) {
    return explore.audit as number;
  }
  const got = JSON.stringify(explore) ?? typeof explore;
  const message = `adaptive: explore must be "random" or { audit: share }; got ${got}.`;
  throw new SemanticCacheError("invalid-options", message);
}
