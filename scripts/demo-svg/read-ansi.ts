/** A piece of a line in one style. */
export interface Span {
  readonly text: string;
  /** Names of styles, such as `bold` and `green`. */
  readonly styles: readonly string[];
}

/** Styles by the codes that begin them (ECMA-48), as far as the demo uses them. */
const BEGINS: Readonly<Record<string, string>> = {
  1: "bold",
  2: "dim",
  31: "red",
  32: "green",
  33: "yellow",
  36: "cyan",
};
const ENDS: Readonly<Record<string, readonly string[]>> = {
  0: Object.values(BEGINS),
  22: ["bold", "dim"],
  39: ["red", "green", "yellow", "cyan"],
};

/** A line of a terminal as spans. Every style ends with its line. */
export function readAnsi(line: string): Span[] {
  const styles = new Set<string>();
  const spans: Span[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what is looked for
  for (const piece of line.split(/(\u001B\[\d+m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    const [, code] = /^\u001B\[(\d+)m$/.exec(piece) ?? [];
    if (code === undefined) {
      if (piece !== "") spans.push({ text: piece, styles: [...styles] });
      continue;
    }
    const begins = BEGINS[code];
    if (begins) styles.add(begins);
    for (const ended of ENDS[code] ?? []) styles.delete(ended);
  }
  return joined(spans);
}

/** Neighbours of one style as one span: answers are written word by word. */
function joined(spans: readonly Span[]): Span[] {
  const list: Span[] = [];
  for (const span of spans) {
    const last = list.at(-1);
    if (last && String(last.styles) === String(span.styles)) {
      list[list.length - 1] = { ...last, text: last.text + span.text };
    } else list.push(span);
  }
  return list;
}
