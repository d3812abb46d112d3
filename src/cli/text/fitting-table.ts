import { type Column, tableLines } from "../../evaluate/text/table.ts";

const WIDTH_WITHOUT_TERMINAL = 120;
/** Between two columns. */
const GAP = 2;
/** Less of a text says nothing. */
const LEAST_FLEXIBLE = 12;

/** A column that may give way, so that the table fits. */
export interface FittingColumn extends Column {
  /** Its texts are cut where the terminal is too narrow for all of them. */
  readonly flexible?: boolean;
}

/** Lines of a table that fit the terminal, as far as columns may give way: the widest of them first. */
export function fittingTable(
  columns: readonly FittingColumn[],
  rows: readonly (readonly string[])[],
  width: number = process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL,
): string[] {
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...rows.map((cells) => cells[at]?.length ?? 0)),
  );
  const isFlexible = (at: number): boolean => columns[at]?.flexible ?? false;
  const widthWith = (most: number): number =>
    widths.reduce((sum, own, at) => sum + GAP + (isFlexible(at) ? Math.min(own, most) : own), -GAP);
  let most = Math.max(LEAST_FLEXIBLE, ...widths);
  while (most > LEAST_FLEXIBLE && widthWith(most) > width) most--;
  const fitted = rows.map((cells) =>
    cells.map((cell, at) => (isFlexible(at) ? cut(cell, most) : cell)),
  );
  return tableLines(columns, fitted);
}

function cut(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
