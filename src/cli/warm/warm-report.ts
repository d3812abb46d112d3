import { stripVTControlCharacters } from "node:util";
import { counted, whole } from "../../evaluate/format.ts";
import { oneLine } from "../../evaluate/text/one-line.ts";
import type { WarmPrompt } from "../../manage/prompts.ts";
import type { CacheModelInfo } from "../../middleware.ts";
import type { SemanticCache } from "../../semantic-cache.ts";
import { messageOf } from "../text/message-of.ts";
import type { FilePrompt } from "./warm-prompts.ts";
import { countReasons, type WarmReasons } from "./warm-reasons.ts";

/** What is warmed, and with what. */
export interface WarmWork {
  readonly file: string;
  readonly prompts: readonly FilePrompt[];
  readonly model: CacheModelInfo;
  readonly call: Readonly<Record<string, unknown>>;
  readonly concurrency: number;
  onProgress(done: number): void;
}

/** What came of it. JSON-safe. */
export interface WarmFileReport {
  readonly file: string;
  readonly prompts: number;
  readonly asked: number;
  readonly stored: number;
  readonly alreadyStored: number;
  readonly notStored: number;
  /** Why answers were not stored, and what failed in the cache, with how often. */
  readonly reasons: WarmReasons;
  readonly failed: readonly { readonly line: number; readonly error: string }[];
  /** Whether every prompt was asked. */
  readonly complete: boolean;
}

/** Warms a cache with a file. The signal ends it after the calls that are under way. */
export async function warmFile(
  cache: SemanticCache,
  { file, prompts, model, ...work }: WarmWork & { readonly signal: AbortSignal },
): Promise<WarmFileReport> {
  const { call, concurrency, signal, onProgress } = work;
  const reasons = countReasons(cache);
  const { failed, ...report } = await cache
    .warm(until(signal, prompts), model, {
      call,
      concurrency,
      onProgress: ({ asked }) => onProgress(asked),
    })
    .finally(reasons.stop);
  return {
    file,
    prompts: prompts.length,
    ...report,
    reasons: reasons.list(),
    failed: failed.map(({ index, error }) => ({
      line: prompts[index]?.line ?? 0,
      error: oneLine(stripVTControlCharacters(messageOf(error))),
    })),
    complete: report.asked === prompts.length,
  };
}

function* until(signal: AbortSignal, prompts: readonly FilePrompt[]): Generator<WarmPrompt, void> {
  for (const { prompt } of prompts) {
    if (signal.aborted) return;
    yield prompt;
  }
}

/** Whether there is nothing left to do. */
export function isDone({ failed, complete }: WarmFileReport): boolean {
  return complete && failed.length === 0;
}

/** A report in a line or two: `3 prompts: 2 stored, 1 already there.` */
export function reportLine(report: WarmFileReport): string {
  const { prompts, stored, alreadyStored, notStored, failed, complete, asked, reasons } = report;
  const parts = [
    `${whole(stored)} stored`,
    `${whole(alreadyStored)} already there`,
    ...(notStored > 0 ? [`${whole(notStored)} not stored`] : []),
    ...(failed.length > 0 ? [`${whole(failed.length)} failed`] : []),
  ];
  const left = complete ? [] : [`Stopped: ${whole(prompts - asked)} were not asked.`];
  const why = Object.entries(reasons).map(([reason, count]) => `${reason} ${whole(count)}`);
  const because = why.length === 0 ? [] : [`Reasons: ${why.join(", ")}.`];
  return [`${counted(prompts, "prompt")}: ${parts.join(", ")}.`, ...because, ...left].join("\n");
}

/** Failures that are printed; all are in the JSON. */
const SHOWN = 20;

/** A line for each failure, as editors name them. */
export function failureLines({ file, failed }: WarmFileReport): string[] {
  const lines = failed.slice(0, SHOWN).map(({ line, error }) => `${file}:${line}: ${error}`);
  const more = failed.length - SHOWN;
  return more > 0 ? [...lines, `and ${whole(more)} more: --json lists them`] : lines;
}
