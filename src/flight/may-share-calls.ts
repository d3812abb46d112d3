import type { SemanticCacheOptions } from "../options.ts";

/**
 * Whether requests may share model calls at all. Not in shadow mode; and not on Cloudflare Workers and in
 * edge runtimes: there a call belongs to the request that began it, and ends with it, at the latest half a
 * minute after its client has left. Those who follow would get an answer that is cut, or wait for ever.
 */
export function mayShareCalls({ mode }: SemanticCacheOptions): boolean {
  return mode !== "shadow" && !isOnEdge();
}

function isOnEdge(): boolean {
  return globalThis.navigator?.userAgent === "Cloudflare-Workers" || "EdgeRuntime" in globalThis;
}
