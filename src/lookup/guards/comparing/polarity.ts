import type { GuardText, OppositeMark } from "../guard-text.ts";

/** What turns one question into the opposite of another. */
export interface Polarity {
  /** Whether one has a negation more than the other, counted without pairs. */
  readonly isNegated: boolean;
  /** Opposites, one in each text. */
  readonly opposites: {
    readonly mine: readonly OppositeMark[];
    readonly theirs: readonly OppositeMark[];
  };
  /** Whether what there is cancels out: "not good" and "bad", "less bad" and "more good". */
  readonly isBalanced: boolean;
}

/** Compares two questions by what they affirm. */
export function polarityOf(query: GuardText, candidate: GuardText): Polarity {
  const { negated } = query.differenceTo(candidate);
  const count = query.negations.length + candidate.negations.length + negated.length;
  const isNegated = count % 2 === 1;
  const opposites = oppositesOf(
    query,
    candidate,
    new Set(negated.flatMap(({ mine, theirs }) => [mine.text, theirs.text])),
  );
  const pairs = new Set(opposites.mine.map(({ pair }) => pair)).size;
  const hasDegree = opposites.mine.some(({ text }) =>
    /^(?:more|less|most|least|fewer)$/.test(text),
  );
  const isBalanced = isNegated
    ? pairs === 1 || isImplied(query, candidate)
    : hasDegree && pairs === 2;
  return { isNegated, opposites, isBalanced };
}

/** Whether the one that is not negated denies in another way: "not working" and "broken". */
function isImplied(query: GuardText, candidate: GuardText): boolean {
  const other = query.negations.length > candidate.negations.length ? candidate : query;
  const same = query.negations.length > candidate.negations.length ? query : candidate;
  return other.impliesNegation && !same.impliesNegation;
}

function oppositesOf(
  query: GuardText,
  candidate: GuardText,
  negated: ReadonlySet<string>,
): Polarity["opposites"] {
  const isOther = ({ text }: OppositeMark): boolean => !negated.has(text);
  const mine = surplus(query.opposites, candidate.opposites).filter(isOther);
  const theirs = surplus(candidate.opposites, query.opposites).filter(isOther);
  const hasOpposite = (one: OppositeMark, others: readonly OppositeMark[]): boolean =>
    others.some(({ pair, side }) => pair === one.pair && side !== one.side);
  return {
    mine: mine.filter((one) => hasOpposite(one, theirs)),
    theirs: theirs.filter((one) => hasOpposite(one, mine)),
  };
}

/** The words one text has more often than the other. */
function surplus(
  mine: readonly OppositeMark[],
  theirs: readonly OppositeMark[],
): readonly OppositeMark[] {
  if (mine.length === 0) return mine;
  const counts = new Map<string, number>();
  const keyOf = ({ pair, side }: OppositeMark): string => `${pair}.${side}`;
  for (const mark of theirs) counts.set(keyOf(mark), (counts.get(keyOf(mark)) ?? 0) + 1);
  return mine.filter((mark) => {
    const count = counts.get(keyOf(mark)) ?? 0;
    counts.set(keyOf(mark), count - 1);
    return count <= 0;
  });
}
