import { type SemanticCache, semanticCache } from "ai-sdk-semantic-cache";
import { openStore } from "@/lib/store";

declare global {
  var chatCache: SemanticCache | undefined;
}

// On the global object, as modules do not last: hot reload evaluates them again, and two routes may each
// have a copy of their own.
globalThis.chatCache ??= semanticCache({
  store: openStore(),
  ttl: "24h",
  onEvent(event) {
    if (event.type === "error") console.error(`semantic cache, ${event.stage}:`, event.error);
  },
});

/** The cache of this process. */
export const cache: SemanticCache = globalThis.chatCache;
