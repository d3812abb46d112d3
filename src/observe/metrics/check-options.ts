import { SemanticCacheError } from "../../errors.ts";
import { isBoolean } from "../../option-shapes.ts";

/** What an option must be, in words and as a test. */
export interface OptionCheck {
  readonly expected: string;
  test(value: unknown): boolean;
}

/** Checks of the options that all exporters have. */
export const MEASURE_CHECKS: Readonly<Record<"namespaces" | "size", OptionCheck>> = {
  namespaces: { expected: "true or false", test: isBoolean },
  size: { expected: "true or false", test: isBoolean },
};

/**
 * Checks every option that was given.
 *
 * @throws SemanticCacheError `invalid-options` for an unknown option or a value it does not take.
 */
export function checkExporterOptions(
  what: string,
  options: object,
  checks: Readonly<Record<string, OptionCheck>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) {
      const known = Object.keys(checks).join(", ");
      refuse(`${what} has no option ${JSON.stringify(name)}; it has ${known}.`);
    }
    if (value !== undefined && !check.test(value)) {
      refuse(`${what}: ${name} must be ${check.expected}; got ${describe(value)}.`);
    }
  }
}

function refuse(message: string): never {
  throw new SemanticCacheError("invalid-options", message);
}

/** A value as an error message tells it. */
export function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? String(value);
  return `an object with the fields ${Object.keys(value).join(", ") || "(none)"}`;
}
