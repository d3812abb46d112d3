import { type Column, tableLines } from "../../evaluate/text/table.ts";

const WIDTH_WITHOUT_TERMINAL = 120;
const LEAST_FLEXIBLE = 20;

/** A column that may give way, so that the table fits. */
export interface FittingColumn extends Column {
  /** Its texts are cut where the terminal is too narrow for all of them. */
  readonly flexible?: boolean;
}

/** Lines of a table that fit the terminal: one column gives way. */
export function fittingTable(
  columns: readonly FittingColumn[],
  rows: readonly (readonly string[])[],
  width: number = process.stdout.columns ?? WIDTH_WITHOUT_TERMINAL,
): string[] {
  const others = columns.reduce((sum, { title, flexible }, at) => {
    if (flexible) return sum;
    return sum + 2 + Math.max(title.length, ...rows.map((cells) => cells[at]?.length ?? 0));
  }, 0);
  const room = Math.max(LEAST_FLEXIBLE, width - others);
  const fitted = rows.map((cells) =>
    cells.map((cell, at) => (columns[at]?.flexible ? cut(cell, room) : cell)),
  );
  return tableLines(columns, fitted);
}

function cut(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
