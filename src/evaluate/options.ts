import { SemanticCacheError } from "../errors.ts";
import type { SemanticCacheOptions } from "../options.ts";
import { isSimilarity } from "../similarity.ts";
import { checkOptions } from "../validate-options.ts";
import type { LabelledData } from "./read-rows.ts";

/** What to evaluate, and on what. */
export interface EvaluateOptions {
  /** Labelled rows: pairs, streams, conversations, also mixed; or a file with one in each line. */
  readonly data: LabelledData;
  /**
   * The cache, by the options the application gives to `semanticCache`. Its store and its listeners are
   * left alone: every evaluation has stores of its own. @default {}
   */
  readonly cache?: SemanticCacheOptions | undefined;
  /** Whether vectors and similarities that came with rows are used, or all are made anew. @default "given" */
  readonly vectors?: "given" | "model" | undefined;
  /** Thresholds of the curves. @default 0.5 to 1 by hundredths for pairs, six from 0.7 to 0.95 for streams */
  readonly thresholds?: readonly number[] | undefined;
  /** Budget to find a threshold for: wrong hits among lookups that must miss, from 0 to 1. @default 0.01 */
  readonly maxFalseHitRate?: number | undefined;
  /** Wrong hits, and missed hits, that are listed: the most similar ones. @default 50 */
  readonly findings?: number | undefined;
  /** Hears how far it is. */
  readonly onProgress?: ((progress: EvaluateProgress) => void) | undefined;
  /** Ends the evaluation: `evaluate` throws the signal's reason. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** How far an evaluation is. */
export interface EvaluateProgress {
  /** Texts are embedded, then pairs are tried, then streams are replayed. */
  readonly step: "embedding" | "pairs" | "replays";
  readonly done: number;
  readonly total: number;
}

/** Checks the options of `evaluate`. Throws SemanticCacheError `invalid-options`. */
export function checkEvaluateOptions(options: EvaluateOptions): void {
  const { data, cache = {}, vectors, thresholds, maxFalseHitRate, findings } = options;
  const isData = typeof data === "object" && data !== null;
  check(isData, "data must be a list of labelled rows, or { file }", data);
  checkOptions(cache);
  const known = [undefined, "given", "model"];
  check(known.includes(vectors), 'vectors must be "given" or "model"', vectors);
  const areThresholds =
    thresholds === undefined || (Array.isArray(thresholds) && thresholds.every(isSimilarity));
  check(areThresholds, "thresholds must be a list of similarities from -1 to 1", thresholds);
  const isRate = maxFalseHitRate === undefined || (maxFalseHitRate >= 0 && maxFalseHitRate <= 1);
  check(isRate, "maxFalseHitRate must be a share from 0 to 1, such as 0.01", maxFalseHitRate);
  const isCount = findings === undefined || (Number.isSafeInteger(findings) && findings >= 0);
  check(isCount, "findings must be a whole number from 0", findings);
}

function check(holds: boolean, expected: string, got: unknown): void {
  if (holds) return;
  throw new SemanticCacheError(
    "invalid-options",
    `evaluate: ${expected}; got ${JSON.stringify(got) ?? String(got)}.`,
  );
}
