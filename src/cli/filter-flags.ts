import type { Command } from "commander";
import { SemanticCacheError } from "../errors.ts";
import type { InvalidateFilter, SourceReference } from "../index.ts";
import type { CacheFlags } from "./cache-flags.ts";

/** What the command line says about which entries are meant. */
export interface FilterFlags extends CacheFlags {
  readonly entryId?: readonly string[] | undefined;
  readonly key?: string;
  readonly model?: string;
  readonly tag?: readonly string[];
  readonly source?: readonly string[];
  readonly query?: string;
  readonly olderThan?: string;
}

/** The options that choose entries, as `cache.invalidate` takes them. */
export function addFilterOptions(command: Command): Command {
  return command
    .option("--entry-id <id...>", "entries, by their ids or the first characters of their keys")
    .option("--key <hash>", "the request with this key, as events name it")
    .option("--model <id>", "answers of this model, as provider/modelId")
    .option("-t, --tag <name...>", "answers with one of these tags")
    .option("--source <document...>", "answers made from one of these; name@version: that version")
    .option("-q, --query <text>", "stored questions that contain this, or match /this/i")
    .option("--older-than <time>", "stored longer ago than 90s, 10m, 24h, 7d, or before a date");
}

/** The filter that was said. @throws SemanticCacheError `invalid-options` for a pattern or time that is none. */
export function filterOf(flags: FilterFlags): InvalidateFilter {
  const { entryId, key, namespace, model, tag, source, query, olderThan } = flags;
  return {
    entryId,
    key,
    namespace,
    model,
    tag,
    source: source?.map(toSource),
    query: query === undefined ? undefined : toQuery(query),
    olderThan: olderThan === undefined ? undefined : toMoment(olderThan),
  };
}

/** `prices@2026-01`: the version is what follows the last @, unless that is where the name begins. */
function toSource(text: string): SourceReference {
  const at = text.lastIndexOf("@");
  return at > 0 ? { id: text.slice(0, at), version: text.slice(at + 1) } : text;
}

function toQuery(text: string): string | RegExp {
  if (text === "") throw invalid("--query must say something: an empty text is in every question.");
  const [, pattern, letters] = /^\/(.+)\/([imsuv]*)$/.exec(text) ?? [];
  if (pattern === undefined) return text;
  try {
    return new RegExp(pattern, letters);
  } catch (error) {
    throw invalid(`--query ${text} is no pattern: ${(error as Error).message}.`);
  }
}

function toMoment(text: string): Date | `${number}h` {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return text as `${number}h`; // any of the units
  const date = new Date(text);
  if (/^\d{4}-\d{2}/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw invalid(
    `--older-than must be a time such as 24h or 7d, or a date such as 2026-01-31; got ${text}.`,
  );
}

function invalid(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", message);
}
