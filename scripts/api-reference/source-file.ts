import { readFileSync } from "node:fs";
import { parseSync } from "rolldown/utils";

/** A statement as the parser gives it. */
export type Statement = ReturnType<typeof parseSync>["program"]["body"][number];

/** A parsed source: its statements, its text, and the comment before any place of it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly statements: readonly Statement[];
  /** The block comment that ends before a place, with nothing but marks of syntax between them. */
  commentBefore(start: number): string;
}

/** Anything with a place in a source. */
export interface Placed {
  readonly start: number;
  readonly end: number;
}

/**
 * Parses a source file.
 *
 * @throws Error naming the file, when it is no TypeScript.
 */
export function readSource(path: string): SourceFile {
  const text = readFileSync(path, "utf8");
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  return {
    path,
    text,
    statements: program.body,
    commentBefore(start) {
      const comment = comments.findLast(({ type, end }) => type === "Block" && end <= start);
      const isNear = comment && /^[\s|({]*$/.test(text.slice(comment.end, start));
      return isNear && comment.value.startsWith("*") ? comment.value : "";
    },
  };
}

/** The text of a part of a source on one line, without its comments and `readonly` of members. */
export function textOf({ text }: SourceFile, { start, end }: Placed): string {
  return text
    .slice(start, end)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/^[:|] ?/, "")
    .replace(/([([<]) /g, "$1")
    .replace(/,? ([)\]])/g, "$1")
    .replace(/,? >(?!=)/g, ">")
    .replace(/\breadonly (?=\w+\??:)/g, "")
    .trim();
}
