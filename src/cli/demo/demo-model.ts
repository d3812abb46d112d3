import type { CacheModelInfo } from "../../middleware.ts";

/** The model behind the cache of the demo. */
export interface DemoModel {
  readonly model: CacheModelInfo;
  /** Where its answers come from, for people. */
  readonly origin: string;
  /** Answers it was asked for so far, where it counts them. */
  calls(): number | undefined;
}
