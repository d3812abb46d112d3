/** One line that an answer is streamed into, word by word, for as long as there is room. */
export interface AnswerLine {
  add(chunk: string): void;
  /** Writes what is left, or the mark that something was left out. */
  end(): void;
}

/** A line with room for `width` characters. Nothing is ever redrawn, so it works in a log as well. */
export function createAnswerLine(width: number, write: (text: string) => void): AnswerLine {
  let room = width;
  let pending = "";

  function put(words: string): void {
    const cut = words.length <= room ? words.length : Math.max(0, words.lastIndexOf(" ", room));
    if (cut > 0) write(words.slice(0, cut));
    if (cut === words.length) {
      room -= cut;
      return;
    }
    write(" …");
    room = -1;
  }

  return {
    add(chunk) {
      if (room < 0) return;
      pending += chunk.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ");
      const end = pending.lastIndexOf(" ");
      if (end <= 0) return;
      put(pending.slice(0, end));
      pending = pending.slice(end);
    },
    end() {
      if (room >= 0) put(pending);
    },
  };
}
