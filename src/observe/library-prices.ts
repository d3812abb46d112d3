import { type PricingFunction, splitModel } from "./pricing.ts";

/** `calcPrice` of `@pydantic/genai-prices`, as far as it is used. */
export type CalculatePrice = (
  usage: { input_tokens: number; output_tokens: number; cache_read_tokens: number },
  modelId: string,
  options: { providerId: string },
) => { readonly total_price: number; readonly provider: { readonly id: string } } | null;

/**
 * What the library calls the providers of the AI SDK, by what stands before the first dot of their
 * names. Only these: it takes any name with "openai" in it for OpenAI, which would be a guess.
 */
const PROVIDERS: Readonly<Record<string, string>> = {
  openai: "openai",
  anthropic: "anthropic",
  google: "google",
  azure: "azure",
  "azure-openai": "azure",
  "amazon-bedrock": "aws",
  mistral: "mistral",
  cohere: "cohere",
  groq: "groq",
  xai: "x-ai",
  deepseek: "deepseek",
  togetherai: "together",
  fireworks: "fireworks",
  perplexity: "perplexity",
  cerebras: "cerebras",
  openrouter: "openrouter",
};

/**
 * Prices of the providers' public lists, in US dollars, as kept in `@pydantic/genai-prices` (MIT, no
 * network): for the option `pricing`. They are as old as the installed version. A model or a provider
 * it does not list has no price.
 *
 * @example
 * import { calcPrice } from "@pydantic/genai-prices";
 * semanticCache({ pricing: libraryPrices(calcPrice) });
 */
export function libraryPrices(calcPrice: CalculatePrice): PricingFunction {
  return ({ provider, modelId, usage }) => {
    // The gateway's ids name the provider themselves.
    const called = provider === "gateway" ? splitModel(modelId) : { provider, modelId };
    const [family = ""] = called.provider.split(".", 1);
    const providerId = Object.hasOwn(PROVIDERS, family) ? PROVIDERS[family] : undefined;
    if (providerId === undefined) return undefined;
    const tokens = {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cache_read_tokens: usage.cachedInputTokens,
    };
    const price = calcPrice(tokens, called.modelId, { providerId });
    return price?.provider.id === providerId
      ? { amount: price.total_price, currency: "USD" }
      : undefined;
  };
}
