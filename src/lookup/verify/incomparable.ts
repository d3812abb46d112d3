/**
 * What a verifier throws when two answers cannot be compared: a no would say that they differ, and audits
 * and policies would learn from it.
 */
export function incomparable(why: string): Error {
  return new Error(`The answers cannot be compared: ${why}.`);
}

/** Whether there is a fresh answer to compare with, and throws when one of the two has no text. */
export function hasAnswers(answer: string, freshAnswer: string | undefined): freshAnswer is string {
  if (freshAnswer === undefined) return false;
  if (answer.trim() === "" || freshAnswer.trim() === "") throw incomparable("one has no text");
  return true;
}
