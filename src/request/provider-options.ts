import { isRecord } from "../is-record.ts";
import { OWN_OPTIONS } from "../own-options.ts";

/**
 * Which provider options belong into a key, read from the option schemas of the providers
 * (`research`: ai-sdk-specs 8.1). The default is to include: an unknown option costs at worst a miss.
 */

type Options = Readonly<Record<string, unknown>>;

const OPENAI_IRRELEVANT = [
  "user",
  "safetyIdentifier",
  "metadata",
  "store",
  "promptCacheKey",
  "promptCacheRetention",
  "promptCacheOptions",
  "serviceTier",
];
const ANTHROPIC_IRRELEVANT = [
  "cacheControl",
  "metadata.userId",
  "toolStreaming",
  "includePings",
  "speed",
  "serviceTier",
  "inferenceGeo",
];
const GOOGLE_IRRELEVANT = ["labels", "serviceTier", "sharedRequestType", "requestType"];

/** Call options that do not change the answer: billing, routing, tracing, credentials, prompt caching. */
const IRRELEVANT: Readonly<Record<string, readonly string[]>> = {
  openai: OPENAI_IRRELEVANT,
  azure: OPENAI_IRRELEVANT,
  anthropic: ANTHROPIC_IRRELEVANT,
  vertex: [...ANTHROPIC_IRRELEVANT, ...GOOGLE_IRRELEVANT],
  bedrock: [...ANTHROPIC_IRRELEVANT, "cachePoint"],
  google: GOOGLE_IRRELEVANT,
  gateway: [
    "user",
    "tags",
    "quotaEntityId",
    "idempotencyKey",
    "byok",
    "caching",
    "order",
    "sort",
    "serviceTier",
    "providerTimeouts",
    "zeroDataRetention",
  ],
};

/** Options of a message or part that name provider-side state of one conversation, not content. */
const IRRELEVANT_IN_PROMPT = [
  "itemId",
  "reasoningEncryptedContent",
  "signature",
  "redactedData",
  "thoughtSignature",
  "cacheControl",
  "cachePoint",
];

/** Call options that make the provider's own state part of the input: such a call cannot be cached. */
const SERVER_STATE: Readonly<Record<string, readonly string[]>> = {
  openai: ["previousResponseId", "conversation", "compactionTrigger", "promptCacheOptions.prewarm"],
  azure: ["previousResponseId", "conversation"],
  anthropic: ["thread", "container"],
};

/** Call-level provider options that change the answer. */
export function relevantCallOptions(options: unknown): Options | undefined {
  return mapProviders(options, (provider, values) => without(values, IRRELEVANT[provider] ?? []));
}

/** Message- or part-level provider options that change the answer. */
export function relevantPromptOptions(options: unknown): Options | undefined {
  return mapProviders(options, (_provider, values) => without(values, IRRELEVANT_IN_PROMPT));
}

/** Whether the call continues state that lives at the provider. */
export function usesServerState(options: unknown): boolean {
  if (!isRecord(options)) return false;
  return Object.entries(SERVER_STATE).some(([provider, paths]) =>
    paths.some((path) => hasValue(readPath(options[provider], path))),
  );
}

/** Whether the caller asked the provider not to keep the data; a shared store must not keep it either. */
export function wishesNoRetention(options: unknown): boolean {
  if (!isRecord(options)) return false;
  return (
    readPath(options.openai, "store") === false ||
    readPath(options.azure, "store") === false ||
    readPath(options.gateway, "zeroDataRetention") === true
  );
}

function mapProviders(
  options: unknown,
  select: (provider: string, values: Options) => Options,
): Options | undefined {
  if (!isRecord(options)) return undefined;
  const selected: Record<string, unknown> = {};
  for (const [provider, values] of Object.entries(options)) {
    if (provider === OWN_OPTIONS) continue;
    const kept = isRecord(values) ? select(provider, values) : values;
    if (!isRecord(kept) || Object.values(kept).some((value) => value !== undefined)) {
      define(selected, provider, kept);
    }
  }
  return Object.keys(selected).length > 0 ? selected : undefined;
}

function without(values: Options, paths: readonly string[]): Options {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (paths.includes(name)) continue;
    const inner = paths.filter((path) => path.startsWith(`${name}.`));
    if (inner.length === 0 || !isRecord(value)) {
      define(kept, name, value);
      continue;
    }
    const rest = without(
      value,
      inner.map((path) => path.slice(name.length + 1)),
    );
    if (Object.keys(rest).length > 0) define(kept, name, rest);
  }
  return kept;
}

function readPath(value: unknown, path: string): unknown {
  let current = value;
  for (const name of path.split(".")) {
    if (!isRecord(current)) return undefined;
    current = current[name];
  }
  return current;
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

// A plain assignment of a property called "__proto__" would set the prototype instead.
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
