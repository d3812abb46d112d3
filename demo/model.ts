import { createOpenAI, openai } from "@ai-sdk/openai";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { startServer } from "./server.ts";

/** The model behind the cache. */
export interface DemoModel {
  readonly model: LanguageModelV4;
  /** Where its answers come from, for people. */
  readonly origin: string;
  close(): Promise<void>;
  /** Requests that reached the stand-in; a real API does not tell. */
  calls(): number | undefined;
}

/**
 * The model the environment asks for: OpenAI's with `OPENAI_API_KEY`, else the stand-in. Both are
 * reached through the same provider.
 *
 * - `OPENAI_API_KEY` asks the real API.
 * - `DEMO_MODEL` is the model's id. @default "gpt-5-mini"
 * - `DEMO_SPEED` makes the stand-in that many times faster: `DEMO_SPEED=10`. @default "1"
 */
export async function openModel(environment: NodeJS.ProcessEnv): Promise<DemoModel> {
  const modelId = environment.DEMO_MODEL || "gpt-5-mini";
  if (environment.OPENAI_API_KEY) {
    return {
      model: openai.chat(modelId),
      origin: `${modelId} of the OpenAI API`,
      calls: () => undefined,
      close: async () => {},
    };
  }
  const server = await startServer(readSpeed(environment.DEMO_SPEED));
  const provider = createOpenAI({ baseURL: server.baseURL, apiKey: "none-needed" });
  return {
    model: provider.chat(modelId),
    origin: `a stand-in for ${modelId} at ${server.baseURL} (OPENAI_API_KEY asks the real one)`,
    calls: server.calls,
    close: server.close,
  };
}

function readSpeed(text = "1"): number {
  const speed = Number(text);
  if (speed > 0) return speed;
  throw new RangeError(`DEMO_SPEED takes a number above 0 such as 10, and got "${text}".`);
}
