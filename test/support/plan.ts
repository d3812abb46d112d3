import { type SemanticCacheOptions, semanticCache } from "../../src/index.ts";

/** Call options as a model gets them, with a prompt in any form. */
export interface PlannedCall {
  readonly prompt: string | readonly unknown[];
  readonly [option: string]: unknown;
}

const MODEL = { specificationVersion: "v4", provider: "test", modelId: "m" };

const userTurn = (text: string): object => ({ role: "user", content: [{ type: "text", text }] });

/** Where a request would be looked up: its scope and key, or why it goes past the cache. */
export async function addressOf(
  call: PlannedCall,
  options: SemanticCacheOptions = {},
  model: object = {},
): Promise<{ scope?: string | undefined; key?: string | undefined; reason?: string | undefined }> {
  const cache = semanticCache({ embeddingModel: null, ...options });
  const { prompt, ...settings } = call;
  const { scope, key, reason, outcome } = await cache.explain({
    model: { ...MODEL, ...model },
    params: { ...settings, prompt: typeof prompt === "string" ? [userTurn(prompt)] : prompt },
  });
  return outcome === "bypass" ? { reason } : { scope, key };
}
