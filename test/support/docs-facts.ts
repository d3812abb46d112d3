import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readPage } from "./docs.ts";
import { ROOT } from "./docs-run.ts";

/** A member of an interface, and what its `@default` says. */
export interface Member {
  readonly name: string;
  readonly default: string | undefined;
}

const MEMBER = /(?:^ {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^ {2}(?:readonly )?(\w+)\??[:(]/gm;

/** The members of an exported interface or object type, as its source has them. */
export function membersOf(file: string, name: string): Member[] {
  const isInterface = readPage(file).text.includes(`export interface ${name} {`);
  const start = isInterface ? `export interface ${name} {\n` : `export type ${name} = {\n`;
  const body = between(file, start, "\n}");
  return Array.from(body.matchAll(MEMBER), ([, comment = "", member = ""]) => ({
    name: member,
    default: /@default ([^*]+)/.exec(comment.replace(/\n\s*\* ?/g, " "))?.[1]?.trim(),
  }));
}

/** The words of an exported union of words. */
export function wordsOf(file: string, name: string): string[] {
  return words(between(file, `export type ${name} =`, ";\n"));
}

/** The values of `type` in an exported discriminated union. */
export function typesOf(file: string, name: string): string[] {
  const body = between(file, `export type ${name} =`, "\n\n");
  return Array.from(body.matchAll(/readonly type: "([^"]+)"/g), ([, type]) => type ?? "");
}

function words(text: string): string[] {
  return Array.from(text.matchAll(/"([^"]+)"/g), ([, word]) => word ?? "");
}

function between(file: string, start: string, end: string): string {
  const { text } = readPage(file);
  const from = text.indexOf(start);
  if (from < 0) throw new Error(`${file} has no "${start.trim()}"`);
  const rest = text.slice(from + start.length);
  return `${rest.split(end, 1)[0]}\n`;
}

/**
 * The rows of the first table below a heading of a page, its header left out; marks of code and links
 * taken off.
 *
 * @throws Error when there is no such heading or no table.
 */
export function tableBelow(file: string, heading: string): string[][] {
  const { text } = readPage(file);
  const from = `\n${text}`.indexOf(`\n${heading}\n`);
  const table = from < 0 ? undefined : /^\|.*(?:\n\|.*)*/m.exec(text.slice(from))?.[0];
  if (table === undefined) throw new Error(`${file} has no table below "${heading}"`);
  return table.split("\n").slice(2).map(cells);
}

function cells(row: string): string[] {
  return row
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => plain(cell.trim()));
}

function plain(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "");
}

/** The names of the stores: the files and folders of `src/stores`. */
export function storeNames(): string[] {
  return readdirSync(join(ROOT, "src/stores")).map((name) => name.replace(/\.ts$/, ""));
}

/** Links of a page that point into the repository. */
export function localLinks(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  const targets = Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target ?? "");
  return targets.filter((target) => !/^[a-z]+:/i.test(target));
}

/** The anchors of a page: its headings as GitHub writes them. */
export function anchorsOf(text: string): string[] {
  return Array.from(text.matchAll(/^#+ (.+)$/gm), ([, title = ""]) =>
    plain(title)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
