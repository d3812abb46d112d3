import { builtinModule } from "../builtin-module.ts";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { Items } from "./concurrently.ts";
import { linesOf, type TextSource } from "./lines.ts";

/**
 * A call to be made: a question, or everything `generateText` takes (`prompt` or `messages`,
 * instructions, settings, `providerOptions`).
 */
export type WarmPrompt = string | { readonly [option: string]: unknown };

/**
 * Prompts, now or over time; or the path of a file of them: `.jsonl` with a text or an object in each
 * line, any other with a question in each line. Files need Node.
 */
export type WarmPrompts = Items<WarmPrompt> | { readonly file: string };

/** A prompt of a list, as a call; or what is wrong with it. */
export type ReadPrompt =
  | { readonly call: Readonly<Record<string, unknown>> }
  | { readonly error: unknown };

/** The prompts, one by one. */
export async function* readPrompts(prompts: WarmPrompts): AsyncGenerator<ReadPrompt, void> {
  if (!("file" in prompts)) {
    for await (const prompt of prompts) yield readPrompt(prompt);
    return;
  }
  const isJson = prompts.file.endsWith(".jsonl");
  for await (const line of linesOf(openFile(prompts.file))) {
    yield isJson ? readLine(line) : { call: { prompt: line } };
  }
}

function readLine(line: string): ReadPrompt {
  try {
    return readPrompt(JSON.parse(line));
  } catch (error) {
    return { error };
  }
}

function readPrompt(prompt: unknown): ReadPrompt {
  if (typeof prompt === "string") return { call: { prompt } };
  if (isRecord(prompt)) return { call: prompt };
  const message = "warm: a prompt must be text, or an object with what generateText takes.";
  return { error: new SemanticCacheError("invalid-options", message) };
}

function openFile(path: string): TextSource {
  const open = builtinModule("node:fs")?.createReadStream;
  if (typeof open === "function") return open(path) as TextSource;
  throw new SemanticCacheError(
    "invalid-options",
    "warm: prompts must be a list on this runtime, which has no files; got a file.",
  );
}
