/** Words and phrases, separated by commas. Lower case; a phrase has its words separated by one space. */
export type Phrases = string;

/** Phrases that mean the same, under the name of what they mean. The name is shown in vetoes. */
export type PhraseGroups = Readonly<Record<string, Phrases>>;

/**
 * What the guards know of one language: data only, no code. Everything but the first three members may be left
 * out: a rule that has no words finds nothing. Contractions are written out (`contractions`) before anything
 * else is looked up, so that `don't` needs no place of its own among the negations.
 */
export interface Language {
  /** BCP 47 code: `en`. */
  readonly code: string;
  /** Words that carry no meaning of their own. They also tell which language a text is in. */
  readonly stopWords: Phrases;
  /** Words that turn a statement into its opposite. */
  readonly negations: Phrases;
  /** Courtesy and hesitation: read as if they were not there. */
  readonly fillers?: Phrases;
  /** Words that deny without a negation: `avoid`, `too`. What they make of another negation is not known. */
  readonly impliedNegations?: Phrases;
  /** Words that take back what a clause narrows: `or otherwise`, `for example`. */
  readonly vague?: Phrases;
  /** Words that answer when a comma follows them at the beginning: read as if they were not there. */
  readonly answers?: Phrases;
  /** Negations that deny nothing ("not only", "I do not know how"): read as if they were not there. */
  readonly idleNegations?: Phrases;
  /** Words of a sentence in which the asker tells how it goes ("I have no idea"): what it denies does not count. */
  readonly states?: Phrases;
  /** Pronouns that may be the subject of a sentence: `I`, `it`, `there`. */
  readonly subjects?: Phrases;
  /** Words that at the end of a statement ask for consent: `eh`. A verb and a subject do so too: "isn't it". */
  readonly tags?: Phrases;
  /** Beginnings that turn a word into its opposite: `un`, `non`. */
  readonly negatingPrefixes?: Phrases;
  /** Endings that do so: `less`. */
  readonly negatingEndings?: Phrases;
  /** Short forms and what they stand for. A form that begins with an apostrophe is an ending. */
  readonly contractions?: Readonly<Record<string, string>>;
  /** What is cut from a word to find its root, the longest first. */
  readonly endings?: Phrases;
  /** Endings that make another part of speech of a long word: `negotiate`, `negotiation`. */
  readonly derivations?: Phrases;
  /** Forms no ending explains: root, and its forms. */
  readonly irregular?: PhraseGroups;
  /** `.` or `,`. @default "." */
  readonly decimalMark?: "." | ",";
  /** Number words. Values below 100 add up ("twenty five"), larger ones multiply ("two hundred"). */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Words that may stand for the number one: `one`, `single`, `a`. */
  readonly ones?: Phrases;
  /** Units, by what they measure: each measure has its units, each unit its spellings. */
  readonly units?: Readonly<Record<string, PhraseGroups>>;
  /** Times with a date: months, weekdays, `tomorrow`. It matters that one text has one and the other none. */
  readonly times?: PhraseGroups;
  /** Other words of time: `now`, `in the past`, `daily`. It matters that each text has another. */
  readonly periods?: PhraseGroups;
  /** Words that ask about this very moment: what was true then is not an answer now. */
  readonly moments?: Phrases;
  /** `all`, `some`, `only`, `at least`. */
  readonly quantifiers?: PhraseGroups;
  /** `and`, `or`, `if`. */
  readonly logic?: PhraseGroups;
  /** What a question asks for: `who`, `when`, `how much`. */
  readonly questions?: PhraseGroups;
  /** Words that before a noun ask which one of its kind: `which`, `what`. */
  readonly kinds?: Phrases;
  /** Words at the beginning of a question that is answered with yes or no. */
  readonly yesNoQuestions?: Phrases;
  /** Whom it is about: `my`, `your`, `his`. */
  readonly persons?: PhraseGroups;
  /** Whether it is so, may be so or was so: `can`, `must`, `used to`. */
  readonly modals?: PhraseGroups;
  /** When something is so: `past`, `present`, `future`. */
  readonly tenses?: PhraseGroups;
  /** The form an answer is to have: `table`, `in one sentence`, `in french`. It matters that only one text names it. */
  readonly formats?: PhraseGroups;
  /** What kind of answer is wanted: `list`, `definition`. It matters that each text wants another. */
  readonly genres?: PhraseGroups;
  /** Words after which the order of two things matters: `from`, `to`, `than`, `by`. */
  readonly directions?: Phrases;
  /** Words between two things that may change places: `and`, `or`, `versus`, `married to`. */
  readonly symmetric?: Phrases;
  /** Words whose two things may change places when nothing points from one to the other: `mix`, `integrate`. */
  readonly joining?: Phrases;
  /** Verbs from a cause to its effect: `cause`, `lead to`. */
  readonly causal?: Phrases;
  /** Words that take two: after them the number two counts nothing. */
  readonly pairing?: Phrases;
  /** Words that open a clause which narrows a question: `for`, `without`, `during`. */
  readonly qualifiers?: Phrases;
  /** Words between a thing and what it is a part of: `of`. */
  readonly owners?: Phrases;
  /** Adjectives and adverbs that colour a question and leave its answer as it is: `really`, `good`. */
  readonly colours?: Phrases;
  /** Opposites: `open, begin | close, end`. */
  readonly antonyms?: readonly string[];
  /** Words of which none ever changes what is asked, spellings included: `buy, purchase`. */
  readonly synonyms?: readonly Phrases[];
  /** Verbs that, as an order at the beginning, ask for a deed and not for an answer: `cancel`, `transfer`. */
  readonly actions?: Phrases;
}
