import { readdirSync, readFileSync } from "node:fs";
import { parseAst } from "rolldown/parseAst";

/** A regular expression that is written in a file of `src`. */
export interface SourcePattern {
  readonly file: string;
  readonly pattern: RegExp;
}

interface Node {
  readonly type?: unknown;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly name?: unknown };
}

/** Every regular expression of `src`, and the files that make some of theirs from text. */
export function patternsOfSource(): { patterns: SourcePattern[]; making: string[] } {
  const patterns: SourcePattern[] = [];
  const making: string[] = [];
  const files = readdirSync("src", { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
    const lang = file.endsWith("x") ? "tsx" : "ts";
    for (const node of nodesOf(parseAst(readFileSync(`src/${file}`, "utf8"), { lang }))) {
      const { type, regex, callee } = node;
      if (regex) patterns.push({ file, pattern: new RegExp(regex.pattern, regex.flags) });
      if (type === "NewExpression" && callee?.name === "RegExp") making.push(file);
    }
  }
  return { patterns, making: [...new Set(making)].sort() };
}

function* nodesOf(tree: unknown): Generator<Node> {
  const waiting = [tree];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    if (typeof item !== "object" || item === null) continue;
    yield item;
    waiting.push(...Object.values(item).filter((value) => value !== undefined));
  }
}
