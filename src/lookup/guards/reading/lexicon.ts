import type { Language, PhraseGroups, Phrases } from "../language.ts";
import { expander } from "./contractions.ts";
import { meanings } from "./meanings.ts";
import { addPhrase, type PhraseNode } from "./phrases.ts";
import { split } from "./split.ts";

/** Classes of words whose members have a value: `must` is the modal "must". */
export type MarkRole =
  | "time"
  | "period"
  | "quantifier"
  | "logic"
  | "question"
  | "person"
  | "modal"
  | "format"
  | "genre"
  | "tense";

/** Classes of words that are in them or not. */
export type WordRole =
  | "stop"
  | "negation"
  | "filler"
  | "idle"
  | "direction"
  | "symmetric"
  | "qualifier"
  | "colour"
  | "moment"
  | "action"
  | "yesNo"
  | "answer"
  | "implied"
  | "vague"
  | "pairing"
  | "joining"
  | "subject"
  | "tag"
  | "state"
  | "one"
  | "causal"
  | "kind"
  | "owner";

/** Which side of a pair of opposites a word is on. */
export interface Side {
  readonly pair: number;
  readonly side: 0 | 1;
}

/** All a language says of one word or phrase. */
export interface WordEntry {
  readonly roles: Set<WordRole>;
  readonly marks: Partial<Record<MarkRole, string>>;
  /** The roles that `marks` has. */
  readonly markRoles: MarkRole[];
  readonly sides: Side[];
  number?: number;
  unit?: { readonly measure: string; readonly unit: string };
}

/** A language made ready to be looked up. */
export interface Lexicon {
  readonly language: Language;
  entry(word: string): WordEntry | undefined;
  /** Which opposites a word, in any of its forms, is one of. */
  sidesOf(word: string): readonly Side[];
  /** Phrases of several words, by their first word. */
  readonly phrases: PhraseNode;
  /** What a short form stands for. */
  expand(word: string): string | undefined;
  /** A word's root, or the first of the words that mean the same. */
  meaningOf(word: string): string;
  readonly derivations: ReadonlySet<string>;
  readonly prefixes: readonly string[];
  readonly negatingEndings: readonly string[];
}

/** Makes a language ready to be looked up. */
export function createLexicon(language: Language): Lexicon {
  const entries = new Map<string, WordEntry>();
  const phrases: PhraseNode = { next: new Map() };
  const at = (phrase: string): WordEntry => {
    const known = entries.get(phrase);
    if (known) return known;
    const entry: WordEntry = { roles: new Set(), marks: {}, markRoles: [], sides: [] };
    entries.set(phrase, entry);
    if (phrase.includes(" ")) addPhrase(phrases, phrase.split(" "), entry);
    return entry;
  };
  fillRoles(language, at);
  fillMarks(language, at);
  fillValues(language, at);
  const meaningOf = meanings(language);
  const sides = sidesByMeaning(entries, meaningOf);
  return {
    language,
    entry: (word) => entries.get(word),
    phrases,
    expand: expander(language.contractions ?? {}),
    meaningOf,
    sidesOf: (word) => {
      const own = entries.get(word);
      return own && own.sides.length > 0 ? own.sides : (sides.get(meaningOf(word)) ?? NONE);
    },
    derivations: new Set(["", ...split(language.derivations)]),
    prefixes: split(language.negatingPrefixes),
    negatingEndings: split(language.negatingEndings),
  };
}

const NONE: readonly Side[] = [];

function sidesByMeaning(
  entries: ReadonlyMap<string, WordEntry>,
  meaningOf: (word: string) => string,
): ReadonlyMap<string, readonly Side[]> {
  const known = new Map<string, readonly Side[]>();
  for (const [word, { sides }] of entries) {
    if (sides.length === 0) continue; // most: their meanings are found when they are asked for
    const meaning = meaningOf(word);
    if (!known.has(meaning)) known.set(meaning, sides);
  }
  return known;
}

type At = (phrase: string) => WordEntry;

function fillRoles(language: Language, at: At): void {
  const roles: Readonly<Record<WordRole, Phrases | undefined>> = {
    stop: language.stopWords,
    negation: language.negations,
    filler: language.fillers,
    idle: language.idleNegations,
    direction: language.directions,
    symmetric: language.symmetric,
    qualifier: language.qualifiers,
    colour: language.colours,
    moment: language.moments,
    action: language.actions,
    yesNo: language.yesNoQuestions,
    answer: language.answers,
    implied: language.impliedNegations,
    vague: language.vague,
    pairing: language.pairing,
    joining: language.joining,
    subject: language.subjects,
    tag: language.tags,
    state: language.states,
    one: language.ones,
    causal: language.causal,
    kind: language.kinds,
    owner: language.owners,
  };
  for (const [role, phrases] of Object.entries(roles)) {
    for (const phrase of split(phrases)) at(phrase).roles.add(role as WordRole);
  }
}

function fillMarks(language: Language, at: At): void {
  const marks: Readonly<Record<MarkRole, PhraseGroups | undefined>> = {
    time: language.times,
    period: language.periods,
    quantifier: language.quantifiers,
    logic: language.logic,
    question: language.questions,
    person: language.persons,
    modal: language.modals,
    format: language.formats,
    genre: language.genres,
    tense: language.tenses,
  };
  for (const [role, groups = {}] of Object.entries(marks)) {
    for (const [value, phrases] of Object.entries(groups)) {
      for (const phrase of split(phrases)) fillMark(at(phrase), role as MarkRole, value);
    }
  }
}

function fillMark(entry: WordEntry, role: MarkRole, value: string): void {
  if (entry.marks[role] === undefined) entry.markRoles.push(role);
  entry.marks[role] = value;
}

function fillValues(language: Language, at: At): void {
  for (const [word, value] of Object.entries(language.numbers ?? {})) at(word).number = value;
  for (const group of language.synonyms ?? []) {
    for (const phrase of split(group)) if (phrase.includes(" ")) at(phrase);
  }
  fillUnits(language.units ?? {}, at);
  for (const [pair, line] of (language.antonyms ?? []).entries()) fillSides(pair, line, at);
}

function fillUnits(units: NonNullable<Language["units"]>, at: At): void {
  for (const [measure, groups] of Object.entries(units)) {
    for (const [unit, phrases] of Object.entries(groups)) {
      for (const phrase of split(phrases)) at(phrase).unit = { measure, unit };
    }
  }
}

function fillSides(pair: number, line: string, at: At): void {
  const [one, other] = line.split("|");
  for (const phrase of split(one)) at(phrase).sides.push({ pair, side: 0 });
  for (const phrase of split(other)) at(phrase).sides.push({ pair, side: 1 });
}
