import { isRecord } from "../../is-record.ts";
import type { CacheModelInfo } from "../../middleware.ts";
import { stripOwnOptions } from "../../own-options.ts";
import { canonicalJson } from "../../request/canonical-json.ts";
import { relevantCallOptions, relevantPromptOptions } from "../../request/provider-options.ts";
import { type CallParams, callProviderOptions, normalizeSettings } from "../../request/settings.ts";

type Fields = Readonly<Record<string, unknown>>;
type KeyOf = (fields: Fields) => string;

/** How deep is looked: `metadata.userId`. */
const DEEPEST = 2;

/**
 * Options of a call that make no difference as they stand. Found by leaving them out one by one and
 * making the key again, so that no list of names can differ from what keys are made of.
 */
export function ignoredOptions(params: CallParams, model: CacheModelInfo): string[] {
  const call = stripOwnOptions(params);
  const { prompt, providerOptions: _options, providerMetadata: _metadata, ...options } = call;
  const inCall = withoutEffect(options, (rest) =>
    canonicalJson(normalizeSettings({ ...rest, prompt: [] }, model)),
  );
  const ofProviders = providersWithoutEffect(callProviderOptions(call), relevantCallOptions);
  const inPrompt = messageOptions(prompt).flatMap((carried) =>
    providersWithoutEffect(carried, relevantPromptOptions),
  );
  return [
    ...inCall,
    ...ofProviders.map((path) => `providerOptions.${path}`),
    ...new Set(inPrompt.map((path) => `prompt: ${path}`)),
  ];
}

/** Options by provider that can be left out of what is relevant of them without a difference. */
function providersWithoutEffect(
  options: unknown,
  relevant: (options: Fields) => unknown,
): string[] {
  if (!isRecord(options)) return [];
  return Object.entries(options).flatMap(([provider, values]) => {
    if (!isRecord(values)) return [];
    const keyOf: KeyOf = (rest) => canonicalJson(relevant({ ...options, [provider]: rest }));
    return withoutEffect(values, keyOf).map((path) => `${provider}.${path}`);
  });
}

/** Paths of what can be left out of `fields` without a difference, each as short as can be. */
function withoutEffect(fields: Fields, keyOf: KeyOf, depth = 1): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (keyOf(without(fields, name)) === keyOf(fields)) return [name];
    if (!isRecord(value) || depth === DEEPEST) return [];
    const inside: KeyOf = (rest) => keyOf({ ...fields, [name]: rest });
    return withoutEffect(value, inside, depth + 1).map((path) => `${name}.${path}`);
  });
}

function without(fields: Fields, name: string): Fields {
  const { [name]: _left, ...rest } = fields;
  return rest;
}

/** The provider options of messages and of their parts. */
function messageOptions(prompt: readonly unknown[]): unknown[] {
  return prompt.filter(isRecord).flatMap((message) => {
    const { content } = message;
    const parts = Array.isArray(content) ? content.filter(isRecord) : [];
    return [message, ...parts].map((item) => item.providerOptions ?? item.providerMetadata);
  });
}
