import type { Meter } from "@opentelemetry/api";
import { isRecord } from "../../is-record.ts";
import { isBoolean } from "../../option-shapes.ts";
import { checkExporterOptions, MEASURE_CHECKS } from "../metrics/check-options.ts";

/** Options of `openTelemetry`. */
export interface OpenTelemetryOptions {
  /** Where metrics go. @default the global one, named as this package */
  readonly meter?: Meter | undefined;
  /** Whether the active span is told what became of a request. @default true */
  readonly spans?: boolean | undefined;
  /** Whether spans and metrics of requests tell namespaces, metrics the first 50 of them. @default false */
  readonly namespaces?: boolean | undefined;
  /**
   * Whether the store is asked for its size each time metrics are collected. Some stores count their
   * entries for that. @default false
   */
  readonly size?: boolean | undefined;
}

/** @throws SemanticCacheError `invalid-options` for an unknown or malformed option. */
export function checkOpenTelemetryOptions(options: OpenTelemetryOptions): void {
  checkExporterOptions("openTelemetry", options, {
    ...MEASURE_CHECKS,
    spans: { expected: "true or false", test: isBoolean },
    meter: { expected: "a Meter of @opentelemetry/api, version 1.3 or later", test: isMeter },
  });
}

function isMeter(value: unknown): boolean {
  return isRecord(value) && typeof value.addBatchObservableCallback === "function";
}
