import { isPlain } from "./canonical-json.ts";

/** What identifies requests but their conversation, as lately written. */
export interface Identities {
  /** The text of an identity. One that came lately, with the same instructions and tools, is not written again. */
  textOf(identity: object, write: (identity: object) => string): string;
}

/** Settings and instructions that take turns in one application, mostly a handful. */
const REMEMBERED = 4;
const REMEMBERED_CHARACTERS = 1_000_000;

interface Known {
  readonly identity: unknown;
  readonly text: string;
}

/** {@link Identities} that know none. */
export function createIdentities(): Identities {
  const latest: Known[] = [];
  return {
    textOf(identity, write) {
      const known = latest.find((one) => isSame(one.identity, identity));
      if (known) return known.text;
      const text = write(identity);
      if (text.length > REMEMBERED_CHARACTERS) return text;
      if (latest.length === REMEMBERED) latest.pop();
      latest.unshift({ identity: copyOf(identity), text });
      return text;
    },
  };
}

/** A copy, for an application may change its own tools in place. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copyOf(item)]));
}

/** Whether two values surely have the same text. What is more than data is never the same. */
function isSame(known: unknown, value: unknown): boolean {
  if (typeof known === "function") return false;
  if (typeof known !== "object" || known === null) return Object.is(known, value);
  if (typeof value !== "object" || value === null || !isPlain(known) || !isPlain(value)) {
    return false;
  }
  return Array.isArray(known) === Array.isArray(value) && haveSameItems(known, value);
}

function haveSameItems(known: object, value: object): boolean {
  const names = Object.keys(known);
  if (names.length !== Object.keys(value).length) return false;
  const [left, right] = [known, value] as readonly Readonly<Record<string, unknown>>[];
  return names.every((name) => Object.hasOwn(value, name) && isSame(left?.[name], right?.[name]));
}
