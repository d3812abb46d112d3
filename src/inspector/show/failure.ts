import { isRecord } from "../../is-record.ts";

/** What is shown of an error. */
export interface Failure {
  readonly name: string;
  readonly code?: string | undefined;
}

/** A word of a program. Anything else may be a sentence, and sentences may quote prompts. */
const WORD = /^[\w$.:-]{1,64}$/;

/** Name and code of an error, never its message: it may quote a prompt. */
export function failureOf(error: unknown): Failure {
  const { name, code } = readable(error);
  return { name: wordOf(name) ?? "Error", code: wordOf(code) };
}

function readable(error: unknown): { readonly name?: unknown; readonly code?: unknown } {
  try {
    if (error instanceof Error) return { name: error.name, code: Reflect.get(error, "code") };
    return isRecord(error) ? { name: error.name, code: error.code } : {};
  } catch {
    return {}; // a getter of it throws
  }
}

function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && WORD.test(value) ? value : undefined;
}
