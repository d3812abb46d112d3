import type { Config } from "../config.ts";
import { saidAtOnce, saidYes } from "../deadline.ts";
import { SemanticCacheError } from "../errors.ts";
import { type ByteDigests, digestAll, NO_DIGESTS } from "../hash.ts";
import { isRecord } from "../is-record.ts";
import type { Labels } from "../manage/labels.ts";
import type { CacheModelInfo } from "../middleware.ts";
import type { BypassReason } from "../observe/events.ts";
import type { Call } from "./call.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { ConversationView } from "./conversation.ts";
import { viewConversation } from "./conversation.ts";
import { readDirectives, type SemanticCacheCallOptions } from "./directives.ts";
import type { Identities } from "./identities.ts";
import { binaryData, normalizePrompt, type PromptMessage } from "./prompt.ts";
import { relevantCallOptions, usesServerState, wishesNoRetention } from "./provider-options.ts";
import {
  callProviderOptions,
  callTools,
  normalizeSettings,
  type ResponseFormat,
  responseFormat,
} from "./settings.ts";

/** Version of the way keys are made. Another version never finds this one's entries. */
const KEY_FORMAT = 1;

/** A request as hooks of the application see it. */
export interface CacheRequest {
  readonly operation: "generate" | "stream";
  readonly model: CacheModelInfo;
  /** Text of the last message when it is a user's; that is what similarity compares. */
  readonly query: string | undefined;
  /** The whole prompt, in one form for all SDK versions. */
  readonly messages: readonly PromptMessage[];
  readonly providerOptions: Readonly<Record<string, unknown>>;
}

interface PlanFields {
  readonly operation: "generate" | "stream";
  readonly model: CacheModelInfo;
  readonly namespace: string;
}

/** The cache is not consulted. */
export interface BypassPlan extends PlanFields {
  readonly cacheable: false;
  readonly reason: BypassReason;
  /** Name of the rule that applied, when that is the reason. */
  readonly rule?: string | undefined;
  /** What was malformed, when that is the reason. */
  readonly error?: unknown;
}

/** What the cache will look for, as canonical text that is ready to be hashed. */
export interface CacheablePlan extends PlanFields, ConversationView {
  readonly cacheable: true;
  readonly request: CacheRequest;
  readonly directives: SemanticCacheCallOptions;
  /** All that must be equal but the conversation: model, settings, instructions, tools, partition. */
  readonly base: string;
  /** The same, by name: `base` is its text. */
  readonly identity: Readonly<Record<string, unknown>>;
  readonly format: ResponseFormat;
  readonly hasTools: boolean;
  /** What the answer will be found by besides its address. */
  readonly labels: Labels;
  readonly wishesNoRetention: boolean;
}

export type Plan = BypassPlan | CacheablePlan;

/** What planning needs to know of its cache. */
interface Planning {
  readonly config: Config;
  readonly identities: Identities;
}

/** What a request is, and whether it can be cached at all. Reads nothing but the request. */
export async function planRequest({ config, identities }: Planning, call: Call): Promise<Plan> {
  const { operation, model } = call;
  const bypass = (reason: BypassReason, error?: unknown): BypassPlan => {
    const namespace = ""; // not known, or not asked for, before the request is understood
    return { cacheable: false, operation, model, namespace, reason, error };
  };
  let directives: SemanticCacheCallOptions;
  try {
    directives = readDirectives(call.own);
  } catch (error) {
    return bypass("invalid-directive", error);
  }
  const reason = bypassReason(config, call, directives);
  if (reason) return bypass(reason);
  try {
    const messages = normalizeTexts(config, normalizePrompt(call.params.prompt));
    checkParts(config, messages);
    const files = binaryData(messages);
    const digests = files.length === 0 ? NO_DIGESTS : await digestAll(config.hasher, files);
    const write = createWrite(config, digests);
    const plan = describe(config, call, {
      directives,
      messages,
      write,
      writeBase: (identity) => identities.textOf(identity, write),
    });
    const rule = config.rules.find(
      ({ name, applies }) => saidAtOnce(`rule ${name}`, applies(plan.request)) !== false,
    );
    if (rule) return { ...bypass("rule"), rule: rule.name };
    return saidYes(config.shouldCache(plan.request)) ? plan : bypass("should-cache");
  } catch (error) {
    const isLimit = SemanticCacheError.isInstance(error) && error.code === "limit";
    return isLimit ? bypass("too-large") : bypass("plan-failed", error);
  }
}

function bypassReason(
  config: Config,
  { params, model }: Call,
  { cache, scope }: SemanticCacheCallOptions,
): BypassReason | undefined {
  if (cache === "no-store") return "no-store";
  if (config.mode === "off") return "off";
  if (!config.isCachedModel(model)) return "model";
  if (config.requireScope && !scope) return "no-scope"; // an empty one may be a user who got lost
  if (params.prompt.length === 0) return "empty-prompt";
  if (params.includeRawChunks === true) return "raw-chunks";
  if (usesServerState(callProviderOptions(params))) return "server-state";
  if (!config.providerTools && callTools(params).some(isProviderTool)) return "provider-tools";
  return undefined;
}

function isProviderTool(tool: unknown): boolean {
  return isRecord(tool) && (tool.type === "provider" || tool.type === "provider-defined");
}

/** What a call was found to say. */
interface Read {
  readonly directives: SemanticCacheCallOptions;
  readonly messages: readonly PromptMessage[];
  readonly write: Write;
  readonly writeBase: (identity: object) => string;
}

function describe(
  config: Config,
  { operation, params, model }: Call,
  { directives, messages, write, writeBase }: Read,
): CacheablePlan {
  const [instructions, turns] = splitInstructions(messages);
  const view = viewConversation(config.conversation, turns, write);
  const options = callProviderOptions(params);
  const providerOptions = relevantCallOptions(options) ?? {};
  const request = { operation, model, query: view.query, messages, providerOptions };
  const namespace = directives.namespace ?? namespaceOf(config, request);
  const { scope } = directives;
  const settings = normalizeSettings(params, model);
  const epoch = config.epoch || undefined;
  const identity = { format: KEY_FORMAT, epoch, namespace, scope, instructions, ...settings };
  const base = writeBase(identity);
  checkLength(config, base.length + view.message.length + view.history.exact.length);
  return {
    ...view,
    cacheable: true,
    operation,
    model,
    namespace,
    request,
    directives,
    base,
    identity,
    format: responseFormat(params),
    hasTools: callTools(params).length > 0,
    labels: {
      namespace,
      model: `${model.provider}/${model.modelId}`,
      tags: [...saidAtOnce("tags", config.tags(request)), ...(directives.tags ?? [])],
      dependsOn: [
        ...saidAtOnce("dependsOn", config.dependsOn(request)),
        ...(directives.dependsOn ?? []),
      ],
    },
    wishesNoRetention: wishesNoRetention(options),
  };
}

/** A namespace that is no text may be a tenant that got lost: nothing is shared on its account. */
function namespaceOf({ namespace }: Config, request: CacheRequest): string {
  const name: unknown = saidAtOnce("namespace", namespace(request));
  if (typeof name === "string") return name;
  const message = `namespace must return text; got ${JSON.stringify(name)}. This call went past the cache.`;
  throw new SemanticCacheError("invalid-options", message);
}

type Write = (value: unknown, more?: ByteDigests) => string;

/** The canonical writer for one prompt: its files are written as their digests. */
function createWrite({ limits }: Config, files: ByteDigests): Write {
  const options = {
    maxDepth: limits.depth,
    maxLength: limits.promptCharacters,
    digests: files,
  };
  return (value, more) =>
    canonicalJson(value, more ? { ...options, digests: new Map([...files, ...more]) } : options);
}

/** The system messages a prompt begins with, and the conversation after them. */
function splitInstructions(
  messages: readonly PromptMessage[],
): readonly [instructions: readonly PromptMessage[], turns: readonly PromptMessage[]] {
  const firstTurn = messages.findIndex((message) => message.role !== "system");
  return firstTurn < 0 ? [messages, []] : [messages.slice(0, firstTurn), messages.slice(firstTurn)];
}

function checkLength({ limits }: Config, characters: number): void {
  if (characters <= limits.promptCharacters) return;
  const message = `The request is longer than ${limits.promptCharacters} characters.`;
  throw new SemanticCacheError("limit", message);
}

/** Applies the `normalize` rules to instructions and to the question. */
function normalizeTexts(config: Config, messages: PromptMessage[]): readonly PromptMessage[] {
  const { normalize } = config;
  if (!normalize) return messages;
  return messages.map((message, index) => {
    const { role } = message;
    const isQuestion = role === "user" && index === messages.length - 1;
    if (role !== "system" && !isQuestion) return message;
    return {
      ...message,
      parts: message.parts.map((part) =>
        part.type === "text" && typeof part.text === "string"
          ? { ...part, text: normalize(part.text, { role: isQuestion ? "user" : "system" }) }
          : part,
      ),
    };
  });
}

function checkParts(config: Config, messages: readonly PromptMessage[]): void {
  const parts = messages.reduce((count, message) => count + 1 + message.parts.length, 0);
  if (parts > config.limits.parts) {
    throw new SemanticCacheError("limit", `The prompt has more than ${config.limits.parts} parts.`);
  }
}
