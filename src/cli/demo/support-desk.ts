import { ARTICLES, type Article } from "./knowledge-base.ts";

const UNKNOWN: Pick<Article, "topic" | "answer"> = {
  topic: "unknown",
  answer: "I do not know that one. A person of our team will write to you within one working day.",
};

/**
 * What the desk says to the last of a conversation's questions. Each question is understood in the
 * light of the one before it: "And to Canada?" has no answer of its own.
 */
export function answerConversation(questions: readonly string[]): typeof UNKNOWN {
  return questions.reduce<typeof UNKNOWN>(
    (previous, question) => findArticle(question.toLowerCase(), previous.topic) ?? UNKNOWN,
    UNKNOWN,
  );
}

function findArticle(question: string, previous: string): Article | undefined {
  return ARTICLES.find(
    ({ asks, follows }) =>
      (follows === undefined || follows.includes(previous)) && asks.test(question),
  );
}
