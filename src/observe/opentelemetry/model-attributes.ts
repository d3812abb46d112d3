import type { Attributes } from "@opentelemetry/api";
import { splitModel } from "../pricing.ts";

/**
 * What the semantic conventions call the providers of the AI SDK, by how their names begin, longer ones
 * first (https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/), chosen as the AI SDK's
 * own telemetry chooses, so that both meet. Those that are not here have no name there.
 */
const PROVIDERS: readonly (readonly [beginning: string, name: string])[] = [
  ["google.generative-ai", "gcp.gemini"],
  ["google.vertex", "gcp.vertex_ai"],
  ["google-vertex", "gcp.vertex_ai"],
  ["vertex", "gcp.vertex_ai"],
  ["google", "gcp.gemini"],
  ["amazon-bedrock", "aws.bedrock"],
  ["bedrock", "aws.bedrock"],
  ["azure-openai", "azure.ai.openai"],
  ["azure", "azure.ai.inference"],
  ["mistral", "mistral_ai"],
  ["xai", "x_ai"],
  ["openai", "openai"],
  ["anthropic", "anthropic"],
  ["cohere", "cohere"],
  ["deepseek", "deepseek"],
  ["groq", "groq"],
  ["perplexity", "perplexity"],
];

/** A `provider/modelId` in the words of the semantic conventions for generative AI. */
export function modelAttributes(model: string): Attributes {
  const { provider, modelId } = splitModel(model);
  return {
    ...(provider && { "gen_ai.provider.name": conventionalName(provider) }),
    "gen_ai.request.model": modelId,
  };
}

function conventionalName(provider: string): string {
  const found = PROVIDERS.find(([beginning]) => isOf(provider, beginning));
  return found?.[1] ?? provider;
}

/** Of `openai`, `openai.responses` and `openai-next`, but not `openaix`. */
function isOf(provider: string, beginning: string): boolean {
  const after = provider.charAt(beginning.length);
  return provider.startsWith(beginning) && ["", ".", "-"].includes(after);
}
