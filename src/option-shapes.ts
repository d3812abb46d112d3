/** What values of options look like: questions about anything, asked by the table of checks. */
import { isRecord } from "./is-record.ts";
import { RULE_NAMES } from "./rule-names.ts";
import { isSimilarity } from "./similarity.ts";

export const isFunction = (value: unknown): boolean => typeof value === "function";
export const isText = (value: unknown): boolean => typeof value === "string";
export const isBoolean = (value: unknown): boolean => typeof value === "boolean";
export const isPositive = (value: unknown): boolean => typeof value === "number" && value > 0;
export function oneOf(...words: readonly unknown[]): (value: unknown) => boolean {
  return (value) => words.includes(value);
}

export const isId = (value: unknown): boolean => isText(value) && value !== "";

export const isShare = (value: unknown): boolean =>
  typeof value === "number" && value >= 0 && value <= 1;
export function isPolicy(value: unknown): boolean {
  return hasMethods(value, ["decide"]) && isSimilarity(Reflect.get(Object(value), "floor"));
}

export function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

export function isName(value: unknown, names: readonly string[]): boolean {
  return names.some((name) => name === value);
}

export function isRule(value: unknown): boolean {
  if (isName(value, RULE_NAMES)) return true;
  return isRecord(value) && isId(value.name) && isFunction(value.applies);
}

export function isVerifyZone(value: unknown): boolean {
  if (!isRecord(value) || !isFunction(value.verifier)) return false;
  const { grayZone, mode = "sync" } = value;
  if (!oneOf("sync", "async")(mode)) return false;
  if (grayZone === undefined) return true;
  if (!isRecord(grayZone)) return false;
  const { from, to = 1 } = grayZone;
  return isSimilarity(from) && isSimilarity(to) && Number(from) < Number(to);
}

export function isAudit(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { rate = 0, maxFalseHitRate = 0, whenExceeded = "raise-threshold", leastHits = 1 } = value;
  return (
    isShare(rate) &&
    isShare(maxFalseHitRate) &&
    oneOf("raise-threshold", "stop-serving")(whenExceeded) &&
    isWhole(leastHits)
  );
}

export function isSingleFlight(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { lease, finishInBackground = false } = value;
  if (!isBoolean(finishInBackground)) return false;
  return lease === undefined || isBoolean(lease) || isRecord(lease);
}

export function hasCapabilities(value: unknown): boolean {
  return isRecord(value) && isRecord(value.capabilities);
}

export function isReplay(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { chunk = "recorded", delayMs = 0, initialDelayMs = 0 } = value;
  return (
    (oneOf("recorded", "word", "line")(chunk) || chunk instanceof RegExp) &&
    [delayMs, initialDelayMs].every((delay) => typeof delay === "number" && delay >= 0)
  );
}

export function isResilience(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { pause: _duration, failureRate = 1, ...counts } = value;
  return (
    typeof failureRate === "number" &&
    failureRate > 0 &&
    failureRate <= 1 &&
    Object.values(counts).every((count) => count === undefined || isWhole(count))
  );
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && isPositive(value);
}

export function oneOfTypes(...types: readonly string[]): (value: unknown) => boolean {
  return (value) => types.includes(typeof value);
}

export function hasMethods(value: unknown, names: readonly string[]): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    names.every((name) => isFunction(Reflect.get(value, name)))
  );
}

export const isPreset: (value: unknown) => boolean = oneOf("standard", "strict", "long-prompts");

export function isGuard(value: unknown): boolean {
  return isPreset(value) || hasMethods(value, ["veto"]);
}

export function isGuardSet(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { preset = "standard", languages = [], add = [], without = [], ...others } = value;
  return (
    Object.keys(others).length === 0 &&
    isPreset(preset) &&
    isListOf(languages, isLanguage) &&
    isListOf(add, (guard) => hasMethods(guard, ["veto"])) &&
    isListOf(without, isId)
  );
}

function isLanguage(value: unknown): boolean {
  return isRecord(value) && [value.code, value.stopWords, value.negations].every(isText);
}
