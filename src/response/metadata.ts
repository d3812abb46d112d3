import { isRecord } from "../is-record.ts";
import type { TokenUsage } from "../observe/events.ts";
import { OWN_OPTIONS } from "../own-options.ts";

/**
 * What a call says about the cache, in `providerMetadata.semanticCache` of its result. JSON-safe.
 * A bypassed call carries none.
 */
export type SemanticCacheMetadata =
  | {
      readonly hit: true;
      readonly kind: "exact" | "semantic";
      /** Raw cosine of the two questions; 1 for an exact hit. */
      readonly similarity: number;
      readonly entryId: string;
      readonly ageMs: number;
      readonly stale: boolean;
      /** Tokens of the model call that was not made. */
      readonly savedUsage: TokenUsage;
    }
  | {
      readonly hit: false;
      /** Where the answer is stored, if it is. */
      readonly entryId: string;
    };

/**
 * What a call says about the cache, out of the `providerMetadata` of its result, step or `finish` part;
 * `undefined` when the call went past the cache.
 */
export function semanticCacheMetadata(
  providerMetadata: unknown,
): SemanticCacheMetadata | undefined {
  const own = isRecord(providerMetadata) ? providerMetadata[OWN_OPTIONS] : undefined;
  const isOurs = isRecord(own) && typeof own.hit === "boolean" && typeof own.entryId === "string";
  return isOurs ? (own as unknown as SemanticCacheMetadata) : undefined;
}

/** Metadata as a provider's: under the cache's own name. */
export function asProviderMetadata(metadata: SemanticCacheMetadata): Record<string, unknown> {
  return { [OWN_OPTIONS]: metadata };
}

/** A result or part of the model with the cache's metadata beside the provider's own. */
export function withMetadata<T>(carrier: T, metadata: SemanticCacheMetadata): T {
  if (!isRecord(carrier)) return carrier;
  const others = carrier.providerMetadata;
  return {
    ...carrier,
    providerMetadata: { ...(isRecord(others) ? others : {}), ...asProviderMetadata(metadata) },
  };
}
