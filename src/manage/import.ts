import { withTimeout } from "../deadline.ts";
import { SemanticCacheError } from "../errors.ts";
import { writeAlias } from "../lineage.ts";
import type { Embedder } from "../lookup/embedder.ts";
import type { Runtime } from "../runtime.ts";
import type { StoredEntry } from "../store.ts";
import { isLive } from "../store-kit/checked-entry.ts";
import { concurrently, inBatches, WRITES_AT_ONCE } from "./concurrently.ts";
import { type AskedEntry, BATCH_SIZE, embedEntries, isInSpace } from "./embed-entries.ts";
import { linesOf, type TextSource } from "./lines.ts";
import { moveEntry } from "./move-entry.ts";
import {
  decodeEntryLine,
  hashingOf,
  readEnd,
  readHeader,
  TRANSFER_FORMAT,
  type TransferHeader,
  type TransferredEntry,
} from "./transfer-format.ts";

/** How to import. */
export interface ImportOptions {
  /** Give questions vectors of this cache's own embedding model where theirs are another's. @default false */
  readonly reembed?: boolean | undefined;
  /** Hears the report so far after each group of entries. */
  readonly onProgress?: ((report: ImportReport) => void) | undefined;
  /** Ends the import early; what was written stays. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** What an import came to. Every line but header and end is counted once. */
export interface ImportReport {
  /** Entries written. */
  readonly entries: number;
  /** Left alone: the store has a newer answer, or this one, with a vector as it is to be written. */
  readonly kept: number;
  /** Skipped: their time is over. */
  readonly expired: number;
  /** Lines that are no entry, or a damaged one. */
  readonly invalid: number;
  /** Entries that could not be embedded or written, and the line at which the source failed. */
  readonly failed: readonly { readonly line: number; readonly error: unknown }[];
  /** Whether the end of the file was read, and as many lines as it says. `false`: it was cut. */
  readonly complete: boolean;
}

type Counts = { -readonly [Name in keyof ImportReport]: ImportReport[Name] } & {
  failed: { readonly line: number; readonly error: unknown }[];
};

interface Numbered extends TransferredEntry {
  readonly line: number;
  /** The store has this answer, with a vector of another model. */
  readonly isStored?: boolean;
}

/**
 * Writes the entries of an export into the store. Conversations that were under way go on where their
 * answers are imported.
 *
 * @throws SemanticCacheError `format` for what is no export, or one of another version;
 * `invalid-options` for one with vectors of another embedding model, unless `reembed` is set, and for one
 * of a cache with another `secret`; what the source throws before its first line, and what `onProgress`
 * throws.
 */
export async function importEntries(
  runtime: Runtime,
  source: TextSource,
  { reembed = false, onProgress, abortSignal }: ImportOptions = {},
): Promise<ImportReport> {
  const signal = abortSignal ?? new AbortController().signal;
  const embedder = await (await runtime.semanticTier()).embedder();
  const lines = linesOf(source);
  const counts: Counts = {
    ...{ entries: 0, kept: 0, expired: 0, invalid: 0 },
    failed: [],
    complete: false,
  };
  try {
    await checkHeader(runtime, (await lines.next()).value || undefined, { embedder, reembed });
    const own = reembed ? embedder : undefined;
    const batches = inBatches(entriesOf(runtime, lines, counts), BATCH_SIZE);
    const isWhole = await concurrently(batches, { limit: 1, signal }, async (batch) => {
      await importBatch(runtime, batch, { embedder: own, counts, signal });
      onProgress?.({ ...counts });
    });
    return isWhole ? counts : { ...counts, complete: false };
  } finally {
    await lines.return();
  }
}

async function checkHeader(
  { config }: Runtime,
  line: string | undefined,
  { embedder, reembed }: { readonly embedder: Embedder | undefined; readonly reembed: boolean },
): Promise<void> {
  const header = readHeader(parse(line ?? ""));
  if (header?.format !== TRANSFER_FORMAT) throw unknownFormat(header);
  if (header.hashing !== (await hashingOf(config.hasher))) {
    const message =
      "import: this is the export of a cache with another `secret`; got other hashes.";
    throw new SemanticCacheError("invalid-options", message);
  }
  const { embeddingModel } = header;
  if (reembed || embeddingModel === null || !embedder || embeddingModel === embedder.name) return;
  throw new SemanticCacheError(
    "invalid-options",
    `import: vectors must be of this cache's embedding model, ${embedder.name}; got ${embeddingModel}. Pass { reembed: true } to make new ones.`,
  );
}

function unknownFormat(header: TransferHeader | undefined): SemanticCacheError {
  return new SemanticCacheError(
    "format",
    `import: the first line must be the header of an export in the form ${TRANSFER_FORMAT}; got ${header ? JSON.stringify(header.format) : "something else"}.`,
  );
}

/** The entries of the lines after the header; what is no living entry is counted. */
async function* entriesOf(
  { config }: Runtime,
  lines: AsyncIterable<string>,
  counts: Counts,
): AsyncGenerator<Numbered, void> {
  let number = 1;
  const fail = (error: unknown): void => {
    counts.failed.push({ line: number + 1, error });
    counts.complete = false;
  };
  for await (const text of untilFailure(lines, fail)) {
    number++;
    const line = parse(text);
    const expected = readEnd(line);
    if (expected !== undefined) {
      counts.complete = expected === number - 2;
      continue;
    }
    const read = decodeEntryLine(line, config.limits.answerCharacters);
    if (!read) counts.invalid++;
    else if (!isLive(read.entry)) counts.expired++;
    else yield { ...read, line: number };
  }
}

/** Lines as long as there are any: what was read before the source failed is not lost. */
async function* untilFailure(
  lines: AsyncIterable<string>,
  onError: (error: unknown) => void,
): AsyncGenerator<string, void> {
  try {
    yield* lines;
  } catch (error) {
    onError(error);
  }
}

interface BatchOptions {
  /** What to embed with; `undefined`: vectors are taken as they are. */
  readonly embedder: Embedder | undefined;
  readonly counts: Counts;
  readonly signal: AbortSignal;
}

async function importBatch(
  runtime: Runtime,
  batch: readonly Numbered[],
  { embedder, counts, signal }: BatchOptions,
): Promise<void> {
  const wanted: Numbered[] = [];
  await eachOf(batch, counts, async (item) => {
    const missing = await missingOf(runtime, item.entry, embedder);
    if (missing === "nothing") counts.kept++;
    else wanted.push({ ...item, isStored: missing === "vector" });
  });
  const ready = embedder ? await withOwnVectors(embedder, wanted, { counts, signal }) : wanted;
  await eachOf(ready, counts, async ({ entry, payload, isStored }) => {
    const { store, timeouts } = runtime.config;
    if (!isStored || !(await moveEntry(runtime, entry))) {
      await withTimeout("store.set", timeouts.write, undefined, store.set(entry));
    }
    const { context } = payload;
    if (context) await writeAlias(runtime, context, context, entry);
    counts.entries++;
  });
}

/** Does something with every entry; what it throws is counted as that entry's failure. */
async function eachOf(
  batch: readonly Numbered[],
  counts: Counts,
  work: (item: Numbered) => Promise<void>,
): Promise<void> {
  await concurrently(batch, { limit: WRITES_AT_ONCE }, (item) =>
    work(item).catch((error: unknown) => void counts.failed.push({ line: item.line, error })),
  );
}

/** What the store lacks of an entry of the file: what it has at this address may be as good, or better. */
async function missingOf(
  { config: { store, timeouts } }: Runtime,
  { scope, key, createdAt, space }: StoredEntry,
  embedder: Embedder | undefined,
): Promise<"nothing" | "vector" | "all"> {
  const get = store.get({ scope, keys: [key] });
  const stored = await withTimeout("store.get", timeouts.write, undefined, get);
  if (!stored || stored.key !== key || stored.createdAt < createdAt) return "all";
  if (stored.createdAt > createdAt) return "nothing";
  // The same answer: what was said of it since, that it is wrong or pinned, must not be undone.
  const isThere = embedder
    ? await isInSpace(embedder, stored)
    : space === undefined || stored.space === space;
  return isThere ? "nothing" : "vector";
}

/** The entries with vectors of the cache's own model; without a question they have none. */
async function withOwnVectors(
  embedder: Embedder,
  batch: readonly Numbered[],
  { counts, signal }: Pick<BatchOptions, "counts" | "signal">,
): Promise<Numbered[]> {
  const isOwn = await Promise.all(batch.map(({ entry }) => isInSpace(embedder, entry)));
  const others = batch.filter(({ payload }, index) => payload.query !== undefined && !isOwn[index]);
  const asked = others.map(
    ({ entry, payload }): AskedEntry => ({
      entry,
      query: payload.query ?? "",
    }),
  );
  const made = await embedEntries(embedder, asked, signal);
  const byItem = new Map(others.map((item, index) => [item, made[index]]));
  return batch.flatMap((item) => {
    const result = byItem.get(item);
    if (result?.error === undefined) return [{ ...item, entry: result?.entry ?? item.entry }];
    counts.failed.push({ line: item.line, error: result.error });
    return [];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
