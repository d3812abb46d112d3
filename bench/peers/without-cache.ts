import type { Peer } from "./peer.ts";
import { sdkService } from "./through-sdk.ts";

/** The SDK alone with a model that answers at once: what every hit through it pays besides the cache. */
export const withoutCache: Peer = {
  name: "no cache, model answers at once",
  finds: "same request",
  through: "generateText",
  open: async ({ source }) => sdkService((modelId) => source.model(modelId)),
};
