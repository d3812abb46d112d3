import { isRecord } from "../is-record.ts";
import type { CacheModelInfo } from "../middleware.ts";
import { relevantCallOptions } from "./provider-options.ts";

/** Call options of any SDK version, as they arrive in the middleware. */
export type CallParams = Readonly<Record<string, unknown>> & {
  readonly prompt: readonly unknown[];
};

/** What kind of answer was asked for. */
export type ResponseFormat =
  | { readonly type: "text" }
  | { readonly type: "json"; readonly schema?: unknown }
  /** ai 4 `generateObject` in tool mode: the arguments of the one tool call are the answer. */
  | { readonly type: "object-tool"; readonly toolName: string; readonly schema?: unknown };

// Not part of a request's identity, or written in a form of their own below. Anything else counts,
// also fields a later SDK adds: an unknown field then costs a miss, never a wrong hit.
const OWN_FORM: ReadonlySet<string> = new Set([
  "prompt",
  "inputFormat",
  "abortSignal",
  "includeRawChunks",
  "headers",
  "mode",
  "maxTokens",
  "maxOutputTokens",
  "responseFormat",
  "tools",
  "toolChoice",
  "reasoning",
  "providerOptions",
  "providerMetadata",
]);

const RELEVANT_HEADERS = ["anthropic-beta", "openai-beta"];

/** Everything of a call but its prompt that changes the answer, in one form for all SDK versions. */
export function normalizeSettings(params: CallParams, model: CacheModelInfo): object {
  const settings: Record<string, unknown> = {};
  for (const name of Object.keys(params)) {
    const value = params[name];
    if (value !== undefined && !OWN_FORM.has(name)) settings[name] = value;
  }
  const tools = normalizeTools(params);
  return {
    settings,
    provider: model.provider,
    modelId: model.modelId,
    // ai 4 providers keep settings of the model on the model, where no call option shows them.
    modelSettings: modelSettings(model),
    maxOutputTokens: params.maxOutputTokens ?? params.maxTokens,
    responseFormat: formatIdentity(params),
    tools,
    toolChoice: tools && normalizeToolChoice(modeField(params, "toolChoice")),
    reasoning: params.reasoning === "provider-default" ? undefined : params.reasoning,
    providerOptions: relevantCallOptions(callProviderOptions(params)),
    headers: relevantHeaders(params.headers),
  };
}

function modelSettings(model: CacheModelInfo): unknown {
  const settings: unknown = Reflect.get(model, "settings");
  if (settings === undefined) return undefined;
  const [provider = ""] = model.provider.split(".");
  return relevantCallOptions({ [provider]: settings });
}

/** Provider options of a call: V1 calls them provider metadata. */
export function callProviderOptions(params: CallParams): unknown {
  return params.providerOptions ?? params.providerMetadata;
}

/** The tools of a call, wherever its SDK version puts them. */
export function callTools(params: CallParams): readonly unknown[] {
  const tools = modeField(params, "tools");
  return Array.isArray(tools) ? tools : [];
}

/** The kind of answer a call asks for. */
export function responseFormat(params: CallParams): ResponseFormat {
  const mode = params.mode;
  if (isRecord(mode) && mode.type === "object-json") {
    return { type: "json", schema: mode.schema };
  }
  if (isRecord(mode) && mode.type === "object-tool" && isRecord(mode.tool)) {
    const { name, parameters } = mode.tool;
    return { type: "object-tool", toolName: String(name), schema: parameters };
  }
  const format = params.responseFormat;
  if (isRecord(format) && format.type === "json") {
    return { type: "json", schema: format.schema };
  }
  return { type: "text" };
}

function modeField(params: CallParams, name: string): unknown {
  const mode = params.mode;
  return isRecord(mode) ? mode[name] : params[name];
}

function formatIdentity(params: CallParams): object | undefined {
  const format = responseFormat(params);
  if (format.type === "text") return undefined;
  const { mode } = params;
  const source = isRecord(mode) && mode.type !== "regular" ? mode : params.responseFormat;
  const { name, description, tool } = isRecord(source) ? source : {};
  return { ...format, schema: withoutDialect(format.schema), name, description, tool };
}

function normalizeTools(params: CallParams): object[] | undefined {
  const tools = callTools(params).filter(isRecord);
  if (tools.length === 0) return undefined;
  return tools.map((tool) => {
    const { type, inputSchema, parameters, providerOptions, ...rest } = tool;
    return {
      ...rest,
      type: type === "provider-defined" ? "provider" : type,
      inputSchema: withoutDialect(inputSchema ?? parameters),
      providerOptions: relevantCallOptions(providerOptions),
    };
  });
}

function normalizeToolChoice(choice: unknown): unknown {
  return isRecord(choice) && choice.type === "auto" ? undefined : choice;
}

/** A schema without its `$schema` line, which differs between SDK versions. */
function withoutDialect(schema: unknown): unknown {
  if (!isRecord(schema)) return schema;
  const { $schema: _dialect, ...rest } = schema;
  return rest;
}

function relevantHeaders(headers: unknown): object | undefined {
  if (!isRecord(headers)) return undefined;
  let kept: Record<string, unknown> | undefined;
  for (const name of Object.keys(headers)) {
    const lowerCase = name.toLowerCase();
    if (!RELEVANT_HEADERS.includes(lowerCase)) continue;
    kept ??= {};
    kept[lowerCase] = headers[name];
  }
  return kept;
}
