import { type Duration, toMilliseconds } from "./duration.ts";
import { SemanticCacheError } from "./errors.ts";
import { isRecord } from "./is-record.ts";
import { CHECKS, type Check } from "./option-checks.ts";
import type { SemanticCacheOptions } from "./options.ts";

/**
 * Checks every option that was given.
 *
 * @throws SemanticCacheError `invalid-options` for an unknown option or a value it does not take.
 */
export function checkOptions(options: SemanticCacheOptions): void {
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof typeof CHECKS] : undefined;
    if (!check) {
      throw new SemanticCacheError(
        "invalid-options",
        `semanticCache has no option ${JSON.stringify(name)}; it has ${Object.keys(CHECKS).join(", ")}.`,
      );
    }
    if (value !== undefined) checkOption(name, value, check);
  }
  checkCompare(options);
}

/** Nothing can be learned from two answers without a way to tell whether they say the same. */
function checkCompare({ audit, threshold, compare }: SemanticCacheOptions): void {
  const isLearning = isRecord(threshold) && threshold.learning !== undefined;
  if (compare || !(audit || isLearning)) return;
  throw new SemanticCacheError(
    "invalid-options",
    `${audit ? "audit" : "a learning threshold"} needs compare, which tells whether answers say the same: llmJudge(model), or sameText() for labels; got none.`,
  );
}

function checkOption(name: string, value: unknown, check: Check): void {
  if (check.fields && isRecord(value)) checkFields(name, value, check.fields);
  if (!check.test(value)) {
    throw new SemanticCacheError(
      "invalid-options",
      `${name} must be ${check.expected}; got ${describe(value)}.`,
    );
  }
  checkDurations(check.durations?.(value, name) ?? {});
}

function checkDurations(durations: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(durations)) {
    if (value !== undefined && typeof value !== "function") toMilliseconds(value as Duration, name);
  }
}

function checkFields(name: string, value: object, fields: readonly string[]): void {
  const unknown = Object.keys(value).find((field) => !fields.includes(field));
  if (unknown === undefined) return;
  throw new SemanticCacheError(
    "invalid-options",
    `${name} has no field ${JSON.stringify(unknown)}; it has ${fields.join(", ")}.`,
  );
}

function describe(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `[${value.map(describe).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `an object with the fields ${Object.keys(value).join(", ") || "(none)"}`;
  }
  return JSON.stringify(value) ?? String(value);
}
