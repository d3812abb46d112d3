import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createDeclarations } from "./declarations.ts";
import type { LinkTo } from "./links.ts";
import { createSection, type Kind, type Section } from "./section.ts";
import { table } from "./table.ts";

/** What a subpath of the package exports. */
export interface Subpath {
  /** As it is imported: `ai-sdk-semantic-cache/redis`. */
  readonly specifier: string;
  /** Its page below `docs/api`: `redis.md`. */
  readonly page: string;
  /** Its exports, sorted by name. */
  readonly sections: readonly Section[];
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** Every subpath of the package at `root`, read from its sources. */
export function readSubpaths(root: string): Subpath[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const declarations = createDeclarations();
  return Object.entries(manifest.exports).flatMap(([path, target]) => {
    const source = typeof target === "string" ? undefined : target["semantic-cache-source"];
    if (source === undefined) return [];
    const exported = [...declarations.exportsOf(join(root, source))];
    const sections = exported.map(([name, found]) => createSection(name, found, declarations));
    sections.sort((left, right) => (left.name < right.name ? -1 : 1));
    const specifier = path.replace(".", manifest.name);
    return [{ specifier, page: path === "." ? "core.md" : `${path.slice(2)}.md`, sections }];
  });
}

/** All pages of the reference, by their names below `docs/api`. */
export function writePages(subpaths: readonly Subpath[]): ReadonlyMap<string, string> {
  const pages = subpaths.map((each) => [each.page, writePage(each, subpaths)] as const);
  return new Map([["index.md", writeIndex(subpaths)], ...pages]);
}

const HEADINGS: readonly (readonly [Kind, string])[] = [
  ["function", "Functions"],
  ["class", "Classes"],
  ["value", "Values"],
  ["type", "Types"],
];

function writePage(subpath: Subpath, subpaths: readonly Subpath[]): string {
  const { specifier, page, sections } = subpath;
  const linkTo: LinkTo = (name) => {
    const home = homeOf(name, page, subpaths);
    if (!home) return undefined;
    const anchor = headingOf(name, home).toLowerCase().replaceAll(" ", "-");
    return `${home.page === page ? "" : home.page}#${anchor}`;
  };
  const chapters = HEADINGS.flatMap(([kind, heading]) => {
    const ofKind = sections.filter((each) => each.kind === kind);
    const written = ofKind.map(({ name, write }) => write(headingOf(name, subpath), linkTo));
    return written.length === 0 ? [] : [`## ${heading}`, ...written];
  });
  const short = `**TL;DR** What \`import { … } from "${specifier}"\` gives, from its TSDoc. Guides and examples: [the documentation](../index.md). Everything else: [all subpaths](index.md).`;
  return `${[`# ${specifier}`, short, ...chapters].join("\n\n")}\n`;
}

/** The name; a type that differs from another name only by its case says so, or anchors would be the same. */
function headingOf(name: string, { sections }: Subpath): string {
  const alike = sections.filter((each) => each.name.toLowerCase() === name.toLowerCase());
  const isType = sections.find((each) => each.name === name)?.kind === "type";
  return alike.length > 1 && isType ? `${name} type` : name;
}

/** The page that tells of a name: the same, the core, or the first that has it. */
function homeOf(name: string, page: string, subpaths: readonly Subpath[]): Subpath | undefined {
  const homes = subpaths.filter(({ sections }) => sections.some((each) => each.name === name));
  return homes.find((each) => each.page === page) ?? homes[0];
}

function writeIndex(subpaths: readonly Subpath[]): string {
  const rows = subpaths.map(({ specifier, page, sections }) => {
    const names = sections.filter(({ kind }) => kind !== "type").map(({ name }) => `\`${name}\``);
    const types = sections.filter(({ kind }) => kind === "type").length;
    return [`[\`${specifier}\`](${page})`, names.join(", "), String(types)];
  });
  const head = ["Import", "Functions and values", "Types"];
  return `${[
    "# API reference",
    "**TL;DR** One page for each subpath of the package, made from the TSDoc of the sources by `npm run api-reference`. A test keeps them the same.",
    table(head, rows),
  ].join("\n\n")}\n`;
}
