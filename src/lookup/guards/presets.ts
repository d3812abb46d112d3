import type { Guard } from "./guard.ts";
import { actionsGuard } from "./rules/actions.ts";
import { additionGuard } from "./rules/addition.ts";
import { antonymsGuard } from "./rules/antonyms.ts";
import { directionGuard } from "./rules/direction.ts";
import { divergenceGuard } from "./rules/divergence.ts";
import { everyWordGuard } from "./rules/every-word.ts";
import { focusGuard } from "./rules/focus.ts";
import { formatsGuard } from "./rules/formats.ts";
import { lengthGuard } from "./rules/length.ts";
import { literalsGuard } from "./rules/literals.ts";
import { logicGuard } from "./rules/logic.ts";
import { modalityGuard } from "./rules/modality.ts";
import { momentGuard } from "./rules/moment.ts";
import { namesGuard } from "./rules/names.ts";
import { negationGuard } from "./rules/negation.ts";
import { numbersGuard } from "./rules/numbers.ts";
import { personsGuard } from "./rules/persons.ts";
import { quantifiersGuard } from "./rules/quantifiers.ts";
import { quotesGuard } from "./rules/quotes.ts";
import { repetitionGuard } from "./rules/repetition.ts";
import { sameLanguageGuard } from "./rules/same-language.ts";
import { slotGuard } from "./rules/slot.ts";
import { substitutionGuard } from "./rules/substitution.ts";
import { tenseGuard } from "./rules/tense.ts";
import { timesGuard } from "./rules/times.ts";
import { unitsGuard } from "./rules/units.ts";

/** Names of the sets of guards that come with the cache. */
export const GUARD_PRESETS = ["standard", "strict", "long-prompts"] as const;

/** Name of a set of guards. */
export type GuardPreset = (typeof GUARD_PRESETS)[number];

/** What holds for texts of every length. */
const ANY_LENGTH: readonly Guard[] = [
  lengthGuard,
  sameLanguageGuard,
  numbersGuard,
  unitsGuard,
  timesGuard,
  literalsGuard,
  quotesGuard,
  negationGuard,
  antonymsGuard,
  quantifiersGuard,
  logicGuard,
  personsGuard,
  modalityGuard,
  tenseGuard,
  directionGuard,
  namesGuard,
  slotGuard,
];

/** What compares questions, and finds too much in prose. */
const QUESTIONS: readonly Guard[] = [
  focusGuard,
  formatsGuard,
  substitutionGuard,
  additionGuard,
  divergenceGuard,
  repetitionGuard,
  momentGuard,
  actionsGuard,
];

/** The guards of each preset, in the order in which they are asked: the plainest reason first. */
export const PRESETS: Readonly<Record<GuardPreset, readonly Guard[]>> = {
  standard: [...ANY_LENGTH, ...QUESTIONS],
  strict: [...ANY_LENGTH, ...QUESTIONS, everyWordGuard],
  "long-prompts": ANY_LENGTH,
};
