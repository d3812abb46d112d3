import { cpus, loadavg } from "node:os";
import type { Row } from "./bench.ts";

/** Where the rows of a bench go. */
export interface Reporter {
  start(): void;
  report(row: Row): void;
  detail(row: Row): void;
  note(text: string): void;
  end(figure: string): void;
}

/** One JSON object per row on stdout, and nothing else there. */
export function jsonReporter(): Reporter {
  return {
    start: () => console.error(machine()),
    report: (row) => console.log(JSON.stringify(row)),
    detail: (row) => console.log(JSON.stringify(row)),
    note: () => {},
    end: () => {},
  };
}

/** A table for people: the machine first, the answer last. */
export function tableReporter(title: string): Reporter {
  const rows: Row[] = [];
  const notes: string[] = [];
  return {
    start: () => console.log(`${title}\n${machine()}\n`),
    report: (row) => void rows.push(row),
    detail: () => {},
    note: (text) => void notes.push(text),
    end(figure) {
      for (const note of notes) console.log(note);
      if (notes.length > 0) console.log();
      for (const table of rowsByColumns(rows)) console.log(`${toTable(table)}\n`);
      console.log(figure);
    },
  };
}

/** The machine, its load, and when. */
export function machine(): string {
  const [cpu] = cpus();
  const load = loadavg().map((value) => value.toFixed(1));
  return [
    `${cpus().length} x ${cpu?.model.trim() ?? "unknown CPU"}`,
    `Node ${process.versions.node}`,
    `load ${load.join(" ")}`,
    new Date().toISOString().slice(0, 16).replace("T", " "),
  ].join(", ");
}

/** Rows that have the same figures form one table. */
export function rowsByColumns(rows: readonly Row[]): readonly Row[][] {
  const tables = Object.groupBy(rows, (row) => Object.keys(row).join());
  return Object.values(tables).filter((table) => table !== undefined);
}

function toTable(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => toCell(row[column])))];
  const widths = columns.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return lines.map((line) => line.map(pad).join("  ")).join("\n");
}

function toCell(value: Row[string]): string {
  if (value === undefined) return "-";
  if (typeof value === "object") return `${value.percent} (${value.low} to ${value.high})`;
  return value === false ? "FAILED" : value === true ? "ok" : String(value);
}
