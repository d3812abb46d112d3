/** What a TSDoc comment says. */
export interface Comment {
  /** Its text before the first tag, on one line for each paragraph. */
  readonly summary: string;
  readonly default: string | undefined;
  readonly throws: readonly string[];
}

/** Reads the inside of a TSDoc comment. An `@example` is left out: guides have them, and those are run. */
export function readComment(comment: string): Comment {
  const text = comment.replace(/^ *\*+ ?/gm, "").replace(/^\*/, "");
  const [summary = "", ...tags] = text.split(/(?:^|\s)@(?=(?:default|throws|example)\b)/);
  const said = (tag: string): string[] =>
    tags
      .filter((each) => each.startsWith(`${tag} `) || each.startsWith(`${tag}\n`))
      .map((each) => paragraphs(each.slice(tag.length)));
  return { summary: paragraphs(summary), default: said("default")[0], throws: said("throws") };
}

function paragraphs(text: string): string {
  const parts = text.trim().split(/\n\s*\n/);
  return parts.map((part) => part.replace(/\s*\n\s*/g, " ").trim()).join("\n\n");
}
