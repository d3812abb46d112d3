import type { Guard } from "./guard.ts";
import type { GuardText } from "./guard-text.ts";
import type { Language } from "./language.ts";
import { english } from "./languages/english.ts";
import { french } from "./languages/french.ts";
import { german } from "./languages/german.ts";
import { italian } from "./languages/italian.ts";
import { spanish } from "./languages/spanish.ts";
import { inOneLanguage, type ResolvedGuard } from "./one-language.ts";
import { type GuardPreset, PRESETS } from "./presets.ts";
import { createReader } from "./reading/read.ts";

/** The languages that are told apart when nothing else is said. */
export const LANGUAGES: readonly Language[] = [english, german, french, spanish, italian];

/** A preset with changes. */
export interface GuardSet {
  /** @default "standard" */
  readonly preset?: GuardPreset | undefined;
  /** The languages to tell apart; the first one is that of texts that do not say. @default all that come with the cache */
  readonly languages?: readonly Language[] | undefined;
  /** Guards of your own, asked after those of the preset. */
  readonly add?: readonly Guard[] | undefined;
  /** Names of guards to leave out. */
  readonly without?: readonly string[] | undefined;
}

/** Which guards a cache has: a preset, none, a list that replaces it, or a preset with changes. */
export type GuardsOption = GuardPreset | false | readonly (Guard | GuardPreset)[] | GuardSet;

/** Guards, and the reader that takes texts apart for them. */
export interface ResolvedGuards {
  readonly guards: readonly ResolvedGuard[];
  /** Takes a text apart. Pure; what it returns may be kept and compared with many others. */
  read(text: string): GuardText;
}

/** The guards an option stands for. */
export function resolveGuards(option: GuardsOption): ResolvedGuards {
  const { list, languages } =
    typeof option === "object" && !isList(option)
      ? changed(option)
      : { list: listOf(option), languages: LANGUAGES };
  const unique = list.filter((guard, at) => list.indexOf(guard) === at);
  return { guards: unique.map(inOneLanguage), read: (text) => readerOf(languages)(text) };
}

/** Making a reader takes milliseconds: it waits for the first text, and the same languages give the same one. */
const READERS = new WeakMap<readonly Language[], ResolvedGuards["read"]>();

function readerOf(languages: readonly Language[]): ResolvedGuards["read"] {
  const reader = READERS.get(languages) ?? createReader(languages);
  READERS.set(languages, reader);
  return reader;
}

interface Chosen {
  readonly list: readonly Guard[];
  readonly languages: readonly Language[];
}

function changed({
  preset = "standard",
  languages = LANGUAGES,
  add = [],
  without = [],
}: GuardSet): Chosen {
  const kept = PRESETS[preset].filter(({ name }) => !without.includes(name));
  return { list: [...kept, ...add], languages };
}

function listOf(option: Exclude<GuardsOption, GuardSet>): readonly Guard[] {
  if (option === false) return [];
  if (typeof option === "string") return PRESETS[option];
  return option.flatMap((guard) => (typeof guard === "string" ? PRESETS[guard] : [guard]));
}

function isList(option: GuardsOption): option is readonly (Guard | GuardPreset)[] {
  return Array.isArray(option);
}
