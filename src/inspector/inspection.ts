import type { InspectedCache } from "./inspected-cache.ts";
import type { InspectorSettings } from "./inspector-options.ts";
import type { Watch } from "./watch/watch.ts";

/** What the routes share. */
export interface Inspection {
  readonly cache: InspectedCache;
  readonly settings: InspectorSettings;
  readonly watch: Watch;
  /** Whether texts of questions and answers may be shown. Asked each time: a store may learn what it is. */
  showsTexts(): boolean;
}

/** An answer to one path. `signal` fires when nobody waits for it any more. */
export type Route = (
  inspection: Inspection,
  request: Request,
  signal: AbortSignal,
) => Response | Promise<Response>;
