/** Markup that may be put into a page as it is. */
export interface Html {
  readonly markup: string;
}

/** What a template takes: texts and numbers are escaped, markup is not. */
export type Fragment = Html | string | number | readonly Fragment[];

/** Markup of a template. Whatever is put into it is text, unless it is markup of another template. */
export function html(strings: TemplateStringsArray, ...fragments: readonly Fragment[]): Html {
  const markup = strings.map((text, at) => text + render(fragments[at] ?? "")).join("");
  return { markup };
}

function render(fragment: Fragment): string {
  if (typeof fragment === "string" || typeof fragment === "number")
    return escapeText(String(fragment));
  return "markup" in fragment ? fragment.markup : fragment.map(render).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A value as JSON that can stand in a script element: no text in it can end the element. */
export function jsonForScript(value: unknown): Html {
  return { markup: JSON.stringify(value).replaceAll("<", "\\u003c") };
}
