import { isRecord } from "../../is-record.ts";
import { checkExporterOptions, MEASURE_CHECKS } from "../metrics/check-options.ts";
import type { PrometheusRegister } from "./register.ts";

/** Options of `prometheusMetrics`. */
export interface PrometheusOptions {
  /** A registry of `prom-client` 15 that gets the metrics as well. @default none */
  readonly register?: PrometheusRegister | undefined;
  /** What all names begin with. @default "ai_sdk_semantic_cache" */
  readonly prefix?: string | undefined;
  /** Whether metrics of requests tell namespaces apart, the first 50 of them. @default false */
  readonly namespaces?: boolean | undefined;
  /**
   * Whether the store is asked for its size each time metrics are read. Some stores count their entries
   * for that. @default false
   */
  readonly size?: boolean | undefined;
}

/** @throws SemanticCacheError `invalid-options` for an unknown or malformed option. */
export function checkPrometheusOptions(options: PrometheusOptions): void {
  checkExporterOptions("prometheusMetrics", options, {
    ...MEASURE_CHECKS,
    register: { expected: "a Registry of prom-client", test: isRegister },
    prefix: { expected: 'letters, digits and "_", such as "cache"', test: isPrefix },
  });
}

function isRegister(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.registerMetric === "function" &&
    typeof value.removeSingleMetric === "function"
  );
}

/** What the names of metrics may hold, colons left to those who write rules. */
function isPrefix(value: unknown): boolean {
  return typeof value === "string" && /^[a-zA-Z_]\w*$/.test(value);
}
