import { parseEntryId } from "../../entry-id.ts";
import { Refusal } from "./answers.ts";

/** What stands behind the question mark of a request, checked name by name. */
export interface Parameters {
  /** @throws Refusal for a longer one than 2,000 characters. */
  text(name: string): string | undefined;
  /** @throws Refusal for what is no whole number in this range. */
  number(
    name: string,
    range: { readonly least: number; readonly most: number },
  ): number | undefined;
  /** @throws Refusal for what is no entry id. */
  entryId(name: string): string | undefined;
}

const MOST_CHARACTERS = 2_000;

/** The {@link Parameters} of a request. An empty one is as good as none. */
export function parametersOf(request: Request): Parameters {
  const { searchParams } = new URL(request.url);

  function text(name: string): string | undefined {
    const value = searchParams.get(name) || undefined;
    if (value !== undefined && value.length > MOST_CHARACTERS) {
      throw new Refusal("too-large", `${name} has ${MOST_CHARACTERS} characters at most.`);
    }
    return value;
  }

  return {
    text,
    number(name, { least, most }) {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= least && number <= most) return number;
      throw new Refusal(
        "invalid-input",
        `${name} must be a whole number from ${least} to ${most}.`,
      );
    },
    entryId(name) {
      const value = text(name);
      return value === undefined ? undefined : checkEntryId(value);
    },
  };
}

/** @throws Refusal for what is no entry id. */
export function checkEntryId(value: unknown): string {
  if (typeof value === "string" && parseEntryId(value)) return value;
  throw new Refusal("invalid-input", "entryId must be the id of an entry, as events name it.");
}
