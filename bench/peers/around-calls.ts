import { generateText } from "ai";
import { type Asked, MODEL, type Service } from "./peer.ts";
import type { Source } from "./source.ts";
import { answered, plainCall } from "./through-sdk.ts";

/** A cache of texts that the application asks before it calls the model. */
export interface TextCache {
  get(asked: Asked): Promise<string | undefined>;
  set(asked: Asked, text: string): Promise<unknown>;
}

/**
 * A service as the READMEs of such caches write it: `get`, and on a miss `generateText`, then `set`. A hit
 * does not pass through the SDK, which spares it what `generateText` itself costs.
 */
export function aroundCalls({ get, set }: TextCache, source: Source): Service {
  const call = async (asked: Asked) => {
    const model = source.model(asked.model ?? MODEL);
    return answered(await generateText({ ...plainCall(asked), model }));
  };
  return {
    async ask(asked) {
      const text = await get(asked);
      if (text !== undefined) return { text };
      const fresh = await call(asked);
      await set(asked, fresh.text);
      return fresh;
    },
    store: async (asked) => set(asked, (await call(asked)).text),
  };
}
