import { type CacheInspector, cacheInspector } from "ai-sdk-semantic-cache/inspector";
import { askForPassword } from "@/lib/ask-for-password";
import { cache } from "@/lib/cache";

declare global {
  var chatInspector: CacheInspector | undefined;
}

globalThis.chatInspector ??= cacheInspector(cache, {
  // In development nobody is asked, and only this machine is answered.
  authorize: process.env.NODE_ENV === "development" ? undefined : askForPassword,
  readOnly: false,
});

/** The page that shows what the cache of this process does. */
export const inspector: CacheInspector = globalThis.chatInspector;
