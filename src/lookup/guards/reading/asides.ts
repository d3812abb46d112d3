import type { Token } from "../guard-text.ts";

/** A shorter statement in front of "is it" is part of the question: "what colour is it". */
const LEAST_STATEMENT = 3;
/** "Isn't it": a verb, a negation and a pronoun. */
const LONGEST_TAG = 3;

/**
 * Tokens without what is said beside the question: a tag at the end of a statement ("isn't it", "eh"), and
 * sentences in which the asker only tells how it goes ("I have no idea about this").
 */
export function withoutAsides(tokens: readonly Token[]): readonly Token[] {
  const mayHaveState = tokens.some(isDenial) && tokens.some(isState);
  if (!mayHaveState && !tokens.some(mayEndTag)) return tokens;
  const said = sentencesOf(tokens).filter((sentence) => !isAside(sentence));
  return said.length === 0 ? tokens : said.flatMap(withoutTag);
}

function isDenial({ entry }: Token): boolean {
  return Boolean(entry?.roles.has("negation"));
}

function isState({ entry }: Token): boolean {
  return Boolean(entry?.roles.has("state"));
}

/** Whether a word ends a sentence as a tag does: few do. */
function mayEndTag({ entry }: Token, at: number, tokens: readonly Token[]): boolean {
  if (!entry || tokens[at + 1]?.startsSentence === false) return false;
  const { roles } = entry;
  return roles.has("tag") || roles.has("subject") || roles.has("negation");
}

function sentencesOf(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [];
  for (const token of tokens) {
    const last = sentences.at(-1);
    if (last && !token.startsSentence) last.push(token);
    else sentences.push([token]);
  }
  return sentences;
}

/** Whether a sentence denies something about the one who asks, and names nothing that a question could be about. */
function isAside(sentence: readonly Token[]): boolean {
  if (!sentence.some(isDenial) || isQuestion(sentence)) return false;
  return sentence.some(isState) && sentence.every(saysNothing);
}

function saysNothing({ kind, sense, entry }: Token): boolean {
  if (kind !== "word") return false;
  const roles = entry?.roles;
  return !sense?.isContent || Boolean(roles?.has("state") || roles?.has("colour"));
}

function isQuestion([first]: readonly Token[]): boolean {
  return Boolean(first?.entry?.roles.has("yesNo") || first?.entry?.marks.question);
}

function withoutTag(sentence: readonly Token[]): readonly Token[] {
  const length = isQuestion(sentence) ? 0 : tagLength(sentence);
  const isStatement = sentence.length - length >= LEAST_STATEMENT;
  return length > 0 && isStatement ? sentence.slice(0, -length) : sentence;
}

/** How many tokens ask for consent at the end: "eh", "is it", "isn't it", "is it not". */
function tagLength(sentence: readonly Token[]): number {
  const [before, last] = sentence.slice(-2);
  if (last?.entry?.roles.has("tag")) return before?.sense?.isContent ? 1 : 0;
  const isTag = (length: number): boolean => {
    const [verb, ...others] = sentence.slice(-length);
    const subjects = others.filter(({ entry }) => entry?.roles.has("subject"));
    const negations = others.filter(({ entry }) => entry?.roles.has("negation"));
    return (
      Boolean(verb?.entry?.roles.has("yesNo")) &&
      subjects.length === 1 &&
      subjects.length + negations.length === others.length
    );
  };
  return isTag(LONGEST_TAG) ? LONGEST_TAG : isTag(2) ? 2 : 0;
}
