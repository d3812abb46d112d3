/** One line of a text for people. */
export type Row = readonly [label: string, value: string];

const LABEL_WIDTH = 15;

/** Rows as lines, with the values below each other. */
export function linesOf(rows: readonly Row[], indent = 0): string[] {
  const space = " ".repeat(indent);
  return rows.map(([label, value]) =>
    `${space}${label.padEnd(LABEL_WIDTH - indent)} ${value}`.trimEnd(),
  );
}

/** A row, where there is something to say. */
export function rowIf<Value>(
  label: string,
  value: Value | undefined | "",
  toText: (value: Value) => string,
): Row[] {
  return value === undefined || value === "" ? [] : [[label, toText(value)]];
}
