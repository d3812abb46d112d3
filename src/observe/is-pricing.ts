import { isRecord } from "../is-record.ts";
import type { Pricing } from "./pricing.ts";

/** Whether a value is what the option `pricing` takes. */
export function isPricing(value: unknown): value is Pricing {
  if (Array.isArray(value)) return value.length > 0 && value.every(isPricingSource);
  return isPricingSource(value);
}

function isPricingSource(value: unknown): boolean {
  return typeof value === "function" || (isRecord(value) && Object.values(value).every(isPrice));
}

const AMOUNTS = ["inputPerMillion", "outputPerMillion", "cachedInputPerMillion"];

function isPrice(value: unknown): boolean {
  if (!isRecord(value) || typeof value.inputPerMillion !== "number") return false;
  return Object.entries(value).every(
    ([name, field]) =>
      field === undefined ||
      (name === "currency" ? typeof field === "string" : AMOUNTS.includes(name) && isAmount(field)),
  );
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
