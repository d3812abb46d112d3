import type { CacheModelInfo } from "../../middleware.ts";
import type { CallParams } from "../../request/settings.ts";

/**
 * What the application's own SDK would hand to the model for a call in the words of `generateText`: it is
 * asked with a model that only listens.
 *
 * @throws what `generateText` throws when the call is not one it takes.
 */
export async function capturedParams(
  model: CacheModelInfo,
  call: Readonly<Record<string, unknown>>,
): Promise<CallParams> {
  const { generateText } = await import("ai");
  let captured: object | undefined;
  const doGenerate = (params: object): never => {
    captured = params;
    throw new Error("explain has heard enough");
  };
  const listener = new Proxy(model, {
    get: (target, name) => (name === "doGenerate" ? doGenerate : Reflect.get(target, name)),
  });
  const options = { ...call, model: listener, maxRetries: 0 } as unknown;
  try {
    await generateText(options as Parameters<typeof generateText>[0]);
  } catch (error) {
    if (!captured) throw error;
  }
  return (captured ?? { prompt: [] }) as CallParams;
}
