import { turnAway } from "./http/admit.ts";
import type { InspectedCache } from "./inspected-cache.ts";
import type { Inspection } from "./inspection.ts";
import { type CacheInspectorOptions, resolveInspectorOptions } from "./inspector-options.ts";
import { createRouter } from "./router.ts";
import { watch } from "./watch/watch.ts";

/** Answers a request with the inspector's page, or with what the page asks for. Never rejects. */
export type CacheInspector = (request: Request) => Promise<Response>;

/**
 * A page to look into a cache while it works: what it answers and why, what it holds, what it saved. It
 * is a function of a `Request`, to be mounted under any path with everything below it.
 *
 * It shows prompts and answers: `authorize` says to whom. It listens to the cache from its creation on and
 * keeps the latest 1,000 events of this process, in memory.
 *
 * @throws SemanticCacheError `invalid-options` for an unknown or malformed option, and without `authorize`
 * outside of development.
 * @example
 * const inspector = cacheInspector(cache, { authorize: (request) => isAdmin(request) });
 * app.all("/cache/*", (context) => inspector(context.req.raw)); // Hono
 */
export function cacheInspector(
  cache: InspectedCache,
  options: CacheInspectorOptions = {},
): CacheInspector {
  const settings = resolveInspectorOptions(options);
  const inspection: Inspection = {
    cache,
    settings,
    watch: watch(cache),
    showsTexts: () => settings.texts && cache.store.capabilities.texts !== "hidden",
  };
  const answer = createRouter(inspection);
  return async (request) => (await turnAway(request, settings.authorize)) ?? answer(request);
}
