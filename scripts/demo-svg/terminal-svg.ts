import { stripVTControlCharacters } from "node:util";
import { readAnsi, type Span } from "./read-ansi.ts";
import { TERMINAL_STYLE } from "./terminal-style.ts";

const CELL = 8.4;
const LINE = 20;
const PADDING = 20;
const BAR = 36;
/** Kinds of answers stand out as chips. */
const CHIP = /^(?:exact|semantic|miss)(?= )/;

/** What is drawn. */
export interface TerminalPicture {
  readonly title: string;
  /** What the picture shows, for who cannot see it. */
  readonly description: string;
  /** Lines as a terminal gets them. */
  readonly lines: readonly string[];
}

/**
 * A terminal window as an SVG: dark or light as the reader's system, text that can be selected, no font of
 * its own. Every line is stretched to its columns, so that it fits whatever the monospaced font.
 */
export function terminalSvg({ title, description, lines }: TerminalPicture): string {
  const columns = Math.max(...lines.map((line) => stripVTControlCharacters(line).length));
  const width = Math.ceil(columns * CELL + 2 * PADDING);
  const height = BAR + (lines.length + 1) * LINE + 2 * PADDING; // the cursor has a line of its own
  const drawn = lines.map((line, at) => lineSvg(readAnsi(line), BAR + PADDING + at * LINE));
  const cursor = `<rect class="cursor" x="${PADDING}" y="${BAR + PADDING + lines.length * LINE - 1}" width="${CELL}" height="15"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeText(title)}</title>`,
    `<desc id="description">${escapeText(description)}</desc>`,
    `<style>${TERMINAL_STYLE}</style>`,
    `<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>`,
    ...["close", "shrink", "grow"].map(
      (name, at) => `<circle class="${name}" cx="${PADDING + at * 20}" cy="18" r="6"/>`,
    ),
    `<text class="name" x="${width / 2}" y="22.5">${escapeText(title)}</text>`,
    ...drawn.filter((line) => line !== ""),
    cursor,
    "</svg>\n",
  ].join("\n");
}

function lineSvg(spans: readonly Span[], top: number): string {
  const text = spans.map((span) => span.text).join("");
  if (text.trim() === "") return "";
  const start = text.length - text.trimStart().length;
  const shown = text.trim();
  const at = `x="${cells(start)}" y="${top + 12}" textLength="${round(shown.length * CELL)}"`;
  return `${chips(spans, top)}<text ${at}>${trimmed(spans).map(spanSvg).join("")}</text>`;
}

/** Spaces at the ends say nothing, and would be stretched. */
function trimmed(spans: readonly Span[]): Span[] {
  const [first, ...others] = spans.filter(({ text }) => text !== "");
  if (!first) return [];
  const text = first.text.trimStart();
  if (text === "") return trimmed(others);
  const rest = [{ ...first, text }, ...others];
  return rest.map((span, at) =>
    at === rest.length - 1 ? { ...span, text: span.text.trimEnd() } : span,
  );
}

function chips(spans: readonly Span[], top: number): string {
  let column = 0;
  let drawn = "";
  for (const { text, styles } of spans) {
    const [word] = CHIP.exec(text) ?? [];
    if (word !== undefined && styles.length > 0) {
      const box = `x="${round(cells(column) - 4)}" y="${top - 2.5}" width="${round(word.length * CELL + 8)}" height="19" rx="5"`;
      drawn += `<rect class="chip ${styles.join(" ")}" ${box}/>`;
    }
    column += text.length;
  }
  return drawn;
}

function spanSvg({ text, styles }: Span): string {
  return styles.length === 0
    ? escapeText(text)
    : `<tspan class="${styles.join(" ")}">${escapeText(text)}</tspan>`;
}

function cells(columns: number): number {
  return round(PADDING + columns * CELL);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
