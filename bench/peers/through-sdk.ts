import { generateText, type JSONValue, streamText } from "ai";
import { type Answered, type Asked, MODEL, type Service } from "./peer.ts";
import type { SdkModel } from "./sdk-types.ts";

/** A call of the SDK, without its model. */
export interface SdkCall {
  readonly prompt: string;
  readonly system?: string;
  readonly maxRetries: 0;
  readonly providerOptions?: Record<string, Record<string, JSONValue>>;
}

/** A service over `generateText` and `streamText`, with one model for each name. */
export function sdkService(
  wrap: (modelId: string) => SdkModel,
  toCall: (asked: Asked) => SdkCall = plainCall,
): Service & { stream: NonNullable<Service["stream"]> } {
  const models = new Map<string, SdkModel>();
  function modelOf({ model = MODEL }: Asked): SdkModel {
    const known = models.get(model) ?? wrap(model);
    models.set(model, known);
    return known;
  }
  return {
    ask: async (asked) => answered(await generateText({ ...toCall(asked), model: modelOf(asked) })),
    stream: (asked) => streamText({ ...toCall(asked), model: modelOf(asked) }).textStream,
  };
}

/** What everybody would write. */
export function plainCall({ question, system }: Asked): SdkCall {
  return { prompt: question, maxRetries: 0, ...(system !== undefined && { system }) };
}

/** What a caller reads of a result. */
export function answered({
  text,
  usage,
}: {
  text: string;
  usage: { totalTokens?: number | undefined };
}): Answered {
  return { text, tokens: usage.totalTokens };
}
