import { saidAtOnce } from "../deadline.ts";
import type { TokenUsage } from "./events.ts";

/** Prices of one model, each for a million tokens. */
export interface ModelPrice {
  readonly inputPerMillion: number;
  /** Not needed for an embedding model. */
  readonly outputPerMillion?: number | undefined;
  /** Of input tokens the provider's own prompt cache knew. @default inputPerMillion */
  readonly cachedInputPerMillion?: number | undefined;
  /** @default "USD" */
  readonly currency?: string | undefined;
}

/** A sum of money. */
export interface Money {
  readonly amount: number;
  /** @default "USD" */
  readonly currency?: string | undefined;
}

/** A model call to be priced. */
export interface PricedCall {
  /** As the AI SDK names it: `openai.responses`. */
  readonly provider: string;
  readonly modelId: string;
  readonly usage: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    /** Part of `inputTokens`. */
    readonly cachedInputTokens: number;
  };
}

/** What a call costs; `undefined` when that is not known. */
export type PricingFunction = (call: PricedCall) => Money | undefined;

/**
 * Where prices come from: a table by `provider/modelId` or `modelId` (the provider with or without what
 * follows its first dot), a function, or a list of both, of which the first that knows a model is asked.
 */
export type Pricing = PricingTable | PricingFunction | readonly (PricingTable | PricingFunction)[];

/** Prices by model. */
export type PricingTable = Readonly<Record<string, ModelPrice>>;

/** A sum with its currency; `"unpriced"` when no price is known. */
export type Cost = { readonly amount: number; readonly currency: string } | "unpriced";

/** What a call of `provider/modelId` costs; `undefined` when nobody asked for prices. */
export type CostFunction = (model: string, usage: TokenUsage) => Cost | undefined;

/** The {@link CostFunction} of an option. Never guesses, never throws. */
export function createCostFunction(pricing: Pricing | undefined): CostFunction {
  if (pricing === undefined) return () => undefined;
  const sources = [pricing].flat() as readonly (PricingTable | PricingFunction)[];
  const functions = sources.map((source) =>
    typeof source === "function" ? source : tablePrices(source),
  );
  return (model, { inputTokens, outputTokens, cachedInputTokens = 0 }) => {
    if (inputTokens === undefined || outputTokens === undefined) return "unpriced";
    const usage = { inputTokens, outputTokens, cachedInputTokens };
    const call = { ...splitModel(model), usage };
    for (const priceOf of functions) {
      const cost = asCost(priceOf, call);
      if (cost) return cost;
    }
    return "unpriced";
  };
}

/** `provider/modelId` in two; a model's id may have further slashes. */
export function splitModel(model: string): Pick<PricedCall, "provider" | "modelId"> {
  const slash = model.indexOf("/");
  if (slash < 0) return { provider: "", modelId: model };
  return { provider: model.slice(0, slash), modelId: model.slice(slash + 1) };
}

function asCost(priceOf: PricingFunction, call: PricedCall): Cost | undefined {
  try {
    const { amount, currency = "USD" } = saidAtOnce("pricing", priceOf(call)) ?? {
      amount: Number.NaN,
    };
    return Number.isFinite(amount) ? { amount, currency } : undefined;
  } catch {
    return undefined; // a price that cannot be told is not known
  }
}

function tablePrices(table: PricingTable): PricingFunction {
  const prices = new Map(Object.entries(table));
  return ({ provider, modelId, usage }) => {
    const [family] = provider.split(".", 1);
    const price =
      prices.get(`${provider}/${modelId}`) ??
      prices.get(`${family}/${modelId}`) ??
      prices.get(modelId);
    return price && { amount: amountOf(price, usage), currency: price.currency };
  };
}

function amountOf(price: ModelPrice, usage: PricedCall["usage"]): number {
  const { inputPerMillion, cachedInputPerMillion = inputPerMillion } = price;
  const { inputTokens, outputTokens, cachedInputTokens } = usage;
  const { outputPerMillion = outputTokens > 0 ? Number.NaN : 0 } = price;
  const millionths =
    (inputTokens - cachedInputTokens) * inputPerMillion +
    cachedInputTokens * cachedInputPerMillion +
    outputTokens * outputPerMillion;
  return millionths / 1_000_000;
}
