import type { Outcome } from "./run.ts";
import {
  formatCount,
  formatDuration,
  formatSimilarity,
  paint,
  paintKind,
  shorten,
  WIDTH,
  WORTH_TELLING,
} from "./terminal.ts";

const QUESTION_WIDTH = WIDTH - 50;

/** Every question of a run on a line of its own. */
export function table(outcomes: readonly Outcome[]): string {
  const header = line("", "question", "answered by".padEnd(19), ["similar", "1st chunk", "tokens"]);
  return [paint("bold", header), ...outcomes.map(outcomeLine)].join("\n");
}

function outcomeLine(outcome: Outcome, index: number): string {
  const { question, kind, similarity, firstChunkMs, tokensSaved, wrongTopic } = outcome;
  const { ask, conversation } = question;
  const asked = conversation === undefined ? ask : `${conversation}: ${ask}`;
  const answeredBy = answererOf(outcome).padEnd(19);
  const cells = [
    similarity === undefined ? "" : formatSimilarity(similarity),
    formatDuration(firstChunkMs),
    tokensSaved === 0 ? "" : formatCount(tokensSaved),
  ] as const;
  const text = line(String(index + 1), asked, paintKind(kind, answeredBy), cells);
  return wrongTopic === undefined ? text : `${text} ${paint("red", "WRONG")}`;
}

function answererOf({ kind, near, question }: Outcome): string {
  if (kind !== "miss") return `cache, ${kind}`;
  if (!near && question.conversation !== undefined) return "model, new context";
  return near && near.similarity >= WORTH_TELLING ? `model, ${near.reason}` : "model";
}

function line(
  number: string,
  question: string,
  answeredBy: string,
  [similarity, firstChunk, tokens]: readonly [string, string, string],
): string {
  const asked = shorten(question, QUESTION_WIDTH).padEnd(QUESTION_WIDTH);
  const numbers = `${similarity.padStart(7)} ${firstChunk.padStart(9)} ${tokens.padStart(6)}`;
  return ` ${number.padStart(2)}  ${asked} ${answeredBy} ${numbers}`;
}
