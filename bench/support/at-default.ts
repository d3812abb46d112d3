import { builtInEmbedding } from "../../src/built-in/index.ts";
import { defaultThreshold } from "../../src/lookup/thresholds.ts";
import type { Row } from "./bench.ts";

/** The row of the built-in model for a data set at the threshold it has by default. */
export function atDefault(
  rows: readonly Row[],
  dataSet: string,
): { readonly threshold: string; readonly row: Row | undefined } {
  const { provider, modelId } = builtInEmbedding();
  const threshold = defaultThreshold(`${provider}/${modelId}`).toFixed(2);
  return { threshold, row: rows.find(({ name }) => name === `built-in ${dataSet} ${threshold}`) };
}

/** A share as text. */
export function percentOf(share: Row[string]): string {
  return typeof share === "object" ? `${share.percent} %` : "an unmeasured share";
}
