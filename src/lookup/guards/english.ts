/** What the guards know of English. Other languages get a file of their own beside this one. */

const STOP_WORDS = wordSet(`
  a an the this that these those some any
  i i'm i've i'd i'll me my mine we us our ours you your yours he him his she her hers it its they them their
  be am is are was were been being do does did doing have has had having can could will would shall should may might must
  what which how what's how's whose whom much many
  of to in at by for from with about into onto over under as than then so and or but if because while
  there here just also too very really please thanks thank hello hi hey
  tell explain describe know want need like get help way ways possible able let lets let's work works
`);

const NEGATIONS = wordSet(`
  not no never none nobody nothing nowhere neither nor without cannot unable except
`);

const DIRECTIONS = wordSet(`
  from to into onto than before after over under above below instead
`);

const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    zero: 0,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    hundred: 100,
    thousand: 1000,
  }).map(([word, value]) => [word, String(value)]),
);

/** Whether a word carries no meaning of its own in a question. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Whether a word turns a statement into its opposite. */
export function isNegation(word: string): boolean {
  return NEGATIONS.has(word) || /n't$/.test(word);
}

/** Whether a word says which way something goes, so that the order of the others matters. */
export function isDirection(word: string): boolean {
  return DIRECTIONS.has(word);
}

/** The number a word stands for. "One" is left out: it is mostly a pronoun. */
export function numberOfWord(word: string): string | undefined {
  return NUMBER_WORDS.get(word);
}

/** What a word stands for: its stem, or the first of the words that mean the same in any question. */
export function meaningOf(word: string): string {
  const root = stem(word);
  return SYNONYMS.get(root) ?? root;
}

/** A word without its inflection, good enough to tell `refunds`, `refunded` and `refunding` are one word. */
function stem(word: string): string {
  const bare = word.replace(/'\p{L}*$/u, "");
  if (bare.length < 4) return bare;
  const cut = bare.replace(/(?<=[^s])s$|(?<=\p{L}{3})(?:ing|ed)$/u, "");
  return cut.replace(/(\p{L})\1$/u, "$1").replace(/(?:e|y|ie)$/u, "");
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

// Below `stem`, which it needs: groups of words of which none ever changes what is asked.
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  [
    "price cost",
    "buy purchase",
    "delete remove",
    "enable activate",
    "disable deactivate",
    "begin start",
    "repair fix",
    "large big",
    "quick fast",
    "photo picture",
    "importance significance",
    "important significant",
    "function role",
    "effect impact",
    "benefit advantage",
    "drawback disadvantage",
    "reason cause",
  ].flatMap((group) => {
    const [first = "", ...others] = group.split(" ").map(stem);
    return others.map((other) => [other, first] as const);
  }),
);
