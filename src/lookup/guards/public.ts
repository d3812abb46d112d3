export type { Difference, TermPair } from "./comparing/difference.ts";
export type { Guard, Veto } from "./guard.ts";
export type { GuardText, Mark, OppositeMark, Term, Token, UnitMark } from "./guard-text.ts";
export {
  type GuardSet,
  type GuardsOption,
  LANGUAGES,
  type ResolvedGuards,
  resolveGuards,
} from "./index.ts";
export type { Language, PhraseGroups, Phrases } from "./language.ts";
export { english } from "./languages/english.ts";
export { french } from "./languages/french.ts";
export { german } from "./languages/german.ts";
export { italian } from "./languages/italian.ts";
export { spanish } from "./languages/spanish.ts";
export type { ResolvedGuard } from "./one-language.ts";
export { GUARD_PRESETS, type GuardPreset, PRESETS } from "./presets.ts";
export { actionsGuard } from "./rules/actions.ts";
export { additionGuard } from "./rules/addition.ts";
export { antonymsGuard } from "./rules/antonyms.ts";
export { directionGuard } from "./rules/direction.ts";
export { divergenceGuard } from "./rules/divergence.ts";
export { everyWordGuard } from "./rules/every-word.ts";
export { focusGuard } from "./rules/focus.ts";
export { formatsGuard } from "./rules/formats.ts";
export { lengthGuard } from "./rules/length.ts";
export { literalsGuard } from "./rules/literals.ts";
export { logicGuard } from "./rules/logic.ts";
export { modalityGuard } from "./rules/modality.ts";
export { momentGuard } from "./rules/moment.ts";
export { namesGuard } from "./rules/names.ts";
export { negationGuard } from "./rules/negation.ts";
export { numbersGuard } from "./rules/numbers.ts";
export { personsGuard } from "./rules/persons.ts";
export { quantifiersGuard } from "./rules/quantifiers.ts";
export { quotesGuard } from "./rules/quotes.ts";
export { repetitionGuard } from "./rules/repetition.ts";
export { sameLanguageGuard } from "./rules/same-language.ts";
export { slotGuard } from "./rules/slot.ts";
export { substitutionGuard } from "./rules/substitution.ts";
export { tenseGuard } from "./rules/tense.ts";
export { timesGuard } from "./rules/times.ts";
export { unitsGuard } from "./rules/units.ts";
