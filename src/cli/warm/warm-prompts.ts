import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { SemanticCacheError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import type { WarmPrompt } from "../../manage/prompts.ts";

/** A prompt of a file, and where it is, counted as editors do. */
export interface FilePrompt {
  readonly line: number;
  readonly prompt: WarmPrompt;
}

/**
 * The prompts of a file: a question in each line of `.txt`, a text or an object in each line of `.jsonl`.
 * All of it is read before anything is asked, so that a line that cannot be used costs nothing.
 *
 * @throws SemanticCacheError `invalid-options` naming the line that is no prompt.
 */
export async function readWarmPrompts(file: string): Promise<FilePrompt[]> {
  const read = READERS[extname(file).toLowerCase()];
  if (!read) {
    throw invalid(`${file}: prompts are read from .txt (a question in each line) or .jsonl.`);
  }
  const text = await readFile(file, "utf8");
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return lines.flatMap((line, at) =>
    line.trim() === "" ? [] : [{ line: at + 1, prompt: read(line, `${file}:${at + 1}`) }],
  );
}

const READERS: Readonly<Record<string, (line: string, where: string) => WarmPrompt>> = {
  ".txt": (line) => line.trim(),
  ".jsonl": readJson,
};

function readJson(line: string, where: string): WarmPrompt {
  const prompt = parse(line, where);
  if (typeof prompt === "string") return prompt;
  if (isRecord(prompt) && ("prompt" in prompt || "messages" in prompt)) return prompt;
  throw invalid(
    `${where}: a line must be a text, or an object with what generateText takes: prompt or messages, and what your application says besides.`,
  );
}

function parse(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw invalid(`${where}: a line must be JSON: ${(cause as Error).message}`);
  }
}

function invalid(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", message);
}
