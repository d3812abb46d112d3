import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { CacheModelInfo } from "../middleware.ts";
import { messageOf } from "./text/message-of.ts";

/**
 * A language model, or the one that the installed AI SDK knows by an id: of `AI_SDK_DEFAULT_PROVIDER`
 * where the application has set it, else of the AI Gateway, which wants `AI_GATEWAY_API_KEY`.
 *
 * @throws SemanticCacheError `invalid-options` where the SDK knows no ids (ai 4), or not this one.
 */
export async function languageModel(model: CacheModelInfo | string): Promise<CacheModelInfo> {
  if (typeof model !== "string") return model;
  const sdk: object = await import("ai");
  const provider: unknown =
    Reflect.get(globalThis, "AI_SDK_DEFAULT_PROVIDER") ?? Reflect.get(sdk, "gateway");
  if (!isProvider(provider)) {
    throw refusal(model, "ids of models need ai 5 or later; export the model from your config");
  }
  try {
    return provider.languageModel(model);
  } catch (cause) {
    throw refusal(model, messageOf(cause), cause);
  }
}

interface Provider {
  languageModel(id: string): CacheModelInfo;
}

/** Providers are functions, or objects. */
function isProvider(value: unknown): value is Provider {
  if (typeof value !== "function" && !isRecord(value)) return false;
  return typeof Reflect.get(value, "languageModel") === "function";
}

function refusal(id: string, why: string, cause?: unknown): SemanticCacheError {
  return new SemanticCacheError("invalid-options", `--model ${id}: ${why}.`, { cause });
}
