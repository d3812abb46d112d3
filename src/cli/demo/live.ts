import { type AnswerLine, createAnswerLine } from "./answer-line.ts";
import type { NearMiss } from "./near-miss.ts";
import type { Question } from "./questions.ts";
import type { Kind, Outcome } from "./run.ts";
import {
  formatDuration,
  formatSimilarity,
  paint,
  paintKind,
  shorten,
  WIDTH,
  WORTH_TELLING,
} from "./terminal.ts";

const INDENT = " ".repeat(8);
// Room at the end of the line for the mark that something was left out, and for the whole time.
const LINE_END = 12;

/** Shows a run while it happens. */
export interface Live {
  chapter(title: string): void;
  asking(question: Question): void;
  /** A piece of the answer, how long it took to come, and from where. */
  text(chunk: string, sinceMs: number, kind: Kind): void;
  answered(outcome: Outcome): void;
  chapterEnd(outcomes: readonly Outcome[]): void;
}

/** Shows nothing, for output that a program reads. */
export const SILENT: Live = {
  chapter() {},
  asking() {},
  text() {},
  answered() {},
  chapterEnd() {},
};

/** Writes a run of `total` questions to the terminal. */
export function createLive(total: number): Live {
  const write = (text: string) => void process.stdout.write(text);
  let asked = 0;
  let line: AnswerLine | undefined;

  return {
    chapter: (title) => write(`\n${paint("bold", title)}\n`),

    asking({ ask, conversation }) {
      const progress = `${++asked}/${total}`.padStart(6);
      const who = conversation === undefined ? "" : `${conversation}: `;
      write(`\n${paint("dim", progress)}  ${shorten(who + ask, WIDTH - INDENT.length)}\n`);
      line = undefined;
    },

    text(chunk, sinceMs, kind) {
      line ??= openLine(`${kind.padEnd(8)} ${formatDuration(sinceMs).padStart(6)}  `, kind, write);
      line.add(chunk);
    },

    answered({ totalMs, near, wrongTopic, question }) {
      line?.end();
      write(`  ${paint("dim", formatDuration(totalMs))}\n`);
      if (near && near.similarity >= WORTH_TELLING) write(nearLine(near));
      if (wrongTopic === undefined) return;
      write(`${INDENT}${paint("red", `WRONG: asked ${question.topic}, got ${wrongTopic}`)}\n`);
    },

    chapterEnd(outcomes) {
      const hits = outcomes.filter(({ kind }) => kind !== "miss").length;
      write(`\n${INDENT}${paint("bold", `${hits} of ${outcomes.length} from the cache`)}\n`);
    },
  };
}

function openLine(head: string, kind: Kind, write: (text: string) => void): AnswerLine {
  write(INDENT + paintKind(kind, head));
  const width = WIDTH - INDENT.length - head.length - LINE_END;
  return createAnswerLine(width, (text) => write(paint("dim", text)));
}

function nearLine({ similarity, question, detail }: NearMiss): string {
  const head = `not served: ${formatSimilarity(similarity)} `;
  const tail = `, ${detail}`;
  const room = WIDTH - INDENT.length - head.length - tail.length - 2;
  const quoted = shorten(question, Math.max(20, room));
  return `${INDENT}${paint("dim", `${head}“${quoted}”${tail}`)}\n`;
}
