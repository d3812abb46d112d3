import type { SemanticCacheOptions } from "../options.ts";

/**
 * Whether requests may share model calls at all. Not in shadow mode; and not on Cloudflare Workers without
 * `waitUntil`: they end what a request does when its client leaves, and those who follow its call would wait
 * for ever.
 */
export function mayShareCalls({ mode, waitUntil }: SemanticCacheOptions): boolean {
  if (mode === "shadow") return false;
  const isWorker = globalThis.navigator?.userAgent === "Cloudflare-Workers";
  return waitUntil !== undefined || !isWorker;
}
