/** Finds the page and the anchor of a public name, from the page that is being written. */
export type LinkTo = (name: string) => string | undefined;

/** Code in which every public name leads to its section. */
export function linkedCode(code: string, linkTo: LinkTo, inTable = false): string {
  const pieces = code.split(/(?<![\w"'`.])([A-Z]\w+)(?![\w"'`])/);
  const written = pieces.map((piece, index) => {
    const link = index % 2 === 1 ? linkTo(piece) : undefined;
    return { piece, link };
  });
  const joined: { text: string; link: string | undefined }[] = [];
  for (const { piece, link } of written) {
    const last = joined.at(-1);
    if (link === undefined && last && last.link === undefined) last.text += piece;
    else if (piece !== "") joined.push({ text: piece, link });
  }
  return joined.map(({ text, link }) => toMarkdown(text, link, inTable)).join("");
}

function toMarkdown(text: string, link: string | undefined, inTable: boolean): string {
  const escaped = inTable ? text.replaceAll("|", "\\|") : text;
  const code = text.includes("`") ? `\`\` ${escaped} \`\`` : `\`${escaped}\``;
  return link === undefined ? code : `[${code}](${link})`;
}

/** Prose of a comment, with `{@link Name}` as a link, or as code where the name is not public. */
export function linkedProse(prose: string, linkTo: LinkTo): string {
  return prose.replace(/\{@link ([\w.]+)\}/g, (_, name: string) => {
    const link = linkTo(name.split(".")[0] ?? name);
    return link === undefined ? `\`${name}\`` : `[\`${name}\`](${link})`;
  });
}

/** The same in a cell of a table. */
export function linkedCell(prose: string, linkTo: LinkTo): string {
  return linkedProse(prose, linkTo)
    .replaceAll("\n\n", "<br>")
    .replace(/(?<!\\)\|/g, "\\|");
}
