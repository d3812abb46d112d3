import type { LoadedCache } from "./loaded-cache.ts";
import type { Question } from "./questions.ts";

/** What callers at once saw. */
export interface Rush {
  /** What each question took, in milliseconds. */
  readonly times: readonly number[];
  readonly perSecond: number;
  readonly wrongAnswers: number;
}

/** Asks all questions, by so many callers at once; each asks its next one when it has its answer. */
export async function rush(
  { ask }: Pick<LoadedCache, "ask">,
  questions: readonly Question[],
  callers: number,
): Promise<Rush> {
  const times: number[] = [];
  const line = questions.values();
  let wrongAnswers = 0;
  const caller = async (): Promise<void> => {
    for (const question of line) {
      const askedAt = performance.now();
      const isRight = await ask(question);
      times.push(performance.now() - askedAt);
      if (!isRight) wrongAnswers++;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { times, perSecond: times.length / seconds, wrongAnswers };
}
