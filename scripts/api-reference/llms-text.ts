import { posix } from "node:path";

/** Sections of the map that a reader of `llms.txt` can do without. */
const OPTIONAL = ["Examples", "Decisions"];

/**
 * `llms.txt` (llmstxt.org) of the package: its first sentence, and the map of the documentation as lists of
 * links, relative to the root of the package.
 *
 * @throws Error when the README does not begin with a title and a sentence.
 */
export function llmsText(readme: string, index: string): string {
  const [, name, summary] = /^# (.+)\n\n(.+)$/m.exec(readme) ?? [];
  if (!name || !summary) throw new Error("README.md does not begin with a title and a sentence");
  const sections = sectionsOf(index);
  const needed = sections.filter(({ title }) => !OPTIONAL.includes(title));
  const optional = sections.filter(({ title }) => OPTIONAL.includes(title));
  return `${[
    `# ${name}`,
    `> ${withoutLinks(summary)}`,
    "Start with README.md. Sources are in src/, readable as written; each page below begins with a summary.",
    ...needed.flatMap(({ title, links }) => [`## ${title}`, links.join("\n")]),
    "## Optional",
    optional.flatMap(({ links }) => links).join("\n"),
  ].join("\n\n")}\n`;
}

interface Section {
  readonly title: string;
  readonly links: readonly string[];
}

function sectionsOf(index: string): Section[] {
  return index
    .split(/^## /m)
    .slice(1)
    .map((text) => ({
      title: text.slice(0, text.indexOf("\n")),
      links: Array.from(
        text.matchAll(/^\| \[(.+?)\]\(([^)]+)\) \| (.+) \|$/gm),
        ([, title, path = "", what]) =>
          `- [${title}](${posix.join("docs", path)}): ${withoutLinks(what ?? "")}`,
      ),
    }));
}

/** Links into the repository lose their targets: an item has one link, that of its page. */
function withoutLinks(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, "$1");
}
