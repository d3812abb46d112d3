import type { GuardText, OppositeMark } from "../guard-text.ts";

/** Opposites, one in each text. */
export interface Opposites {
  readonly mine: readonly OppositeMark[];
  readonly theirs: readonly OppositeMark[];
}

/** Whether one text has a negation more than the other, counted without pairs. */
export function isOneNegated(query: GuardText, candidate: GuardText): boolean {
  const { negated } = query.differenceTo(candidate);
  return (query.negations.length + candidate.negations.length + negated.length) % 2 === 1;
}

/** Whether what there is cancels out: "not good" and "bad", "less bad" and "more good". */
export function isBalanced(
  query: GuardText,
  candidate: GuardText,
  { mine }: Opposites = oppositesOf(query, candidate),
): boolean {
  const pairs = new Set(mine.map(({ pair }) => pair)).size;
  if (isOneNegated(query, candidate)) return pairs === 1 || isImplied(query, candidate);
  return pairs === 2 && mine.some(({ text }) => /^(?:more|less|most|least|fewer)$/.test(text));
}

/** The words of each text of which the other has the opposite. What is a negation is left to {@link isOneNegated}. */
export function oppositesOf(query: GuardText, candidate: GuardText): Opposites {
  const { negated } = query.differenceTo(candidate);
  const isOther = ({ text }: OppositeMark): boolean =>
    !negated.some((pair) => pair.mine.text === text || pair.theirs.text === text);
  const mine = surplus(query.opposites, candidate.opposites).filter(isOther);
  const theirs = surplus(candidate.opposites, query.opposites).filter(isOther);
  const hasOpposite = (one: OppositeMark, others: readonly OppositeMark[]): boolean =>
    others.some(({ pair, side }) => pair === one.pair && side !== one.side);
  return {
    mine: mine.filter((one) => hasOpposite(one, theirs)),
    theirs: theirs.filter((one) => hasOpposite(one, mine)),
  };
}

/**
 * Whether the one that is not negated denies in another way: "not working" and "broken". Nothing is implied
 * where neither has more negations: then the order of the two would decide.
 */
function isImplied(query: GuardText, candidate: GuardText): boolean {
  const more = query.negations.length - candidate.negations.length;
  if (more === 0) return false;
  const [same, other] = more > 0 ? [query, candidate] : [candidate, query];
  return other.impliesNegation && !same.impliesNegation;
}

/** The words one text has more often than the other. */
function surplus(
  mine: readonly OppositeMark[],
  theirs: readonly OppositeMark[],
): readonly OppositeMark[] {
  if (mine.length === 0) return mine;
  const counts = new Map<number, number>();
  const keyOf = ({ pair, side }: OppositeMark): number => 2 * pair + side;
  for (const mark of theirs) counts.set(keyOf(mark), (counts.get(keyOf(mark)) ?? 0) + 1);
  return mine.filter((mark) => {
    const count = counts.get(keyOf(mark)) ?? 0;
    counts.set(keyOf(mark), count - 1);
    return count <= 0;
  });
}
