/** One line on standard error that says how far something is, while a person is watching. */
export interface ProgressLine {
  show(step: string, done: number, total: number): void;
  /** Takes the line away. */
  end(): void;
}

const REDRAW_MS = 100;
const BAR_WIDTH = 24;

/** A {@link ProgressLine}; it shows nothing where standard error is no terminal. */
export function createProgressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    show(step, done, total) {
      const now = performance.now();
      if (!stream.isTTY || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      const filled = total === 0 ? BAR_WIDTH : Math.round((BAR_WIDTH * done) / total);
      const bar = "█".repeat(filled).padEnd(BAR_WIDTH, "░");
      stream.write(`\r\u001B[2K${bar} ${step} ${done} of ${total}`);
    },
    end() {
      if (stream.isTTY) stream.write("\r\u001B[2K");
    },
  };
}
