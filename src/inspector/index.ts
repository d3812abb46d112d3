export { type CacheInspector, cacheInspector } from "./cache-inspector.ts";
export type { InspectedCache } from "./inspected-cache.ts";
export type { Authorize, CacheInspectorOptions } from "./inspector-options.ts";
