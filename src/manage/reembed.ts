import type { EmbeddingModelLike } from "../embedding-model.ts";
import { toEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { Embedder } from "../lookup/embedder.ts";
import type { Policy } from "../lookup/policies/policy.ts";
import type { ChosenModel } from "../lookup/semantic-tier.ts";
import { decodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { StoredEntry } from "../store.ts";
import { checkBound } from "../store-kit/names.ts";
import { concurrently, inBatches, WRITES_AT_ONCE } from "./concurrently.ts";
import { type AskedEntry, BATCH_SIZE, embedEntries, isInSpace } from "./embed-entries.ts";
import { moveEntry } from "./move-entry.ts";

/** How to move to another embedding model. */
export interface ReembedOptions {
  /**
   * Least similarity of a hit with the new model: similarities of two models do not compare.
   * @default what is known of that model, as for a new cache
   */
  readonly threshold?: number | Policy | undefined;
  /**
   * The model the stored vectors are from, in a cache that was created with the new one: its entries are
   * found until they are moved. @default the model of the cache
   */
  readonly from?: ChosenModel | undefined;
  /** Groups of 64 questions that are embedded at once. @default 2 */
  readonly concurrency?: number | undefined;
  /** Hears the report so far after each group. */
  readonly onProgress?: ((report: ReembedReport) => void) | undefined;
  /** Ends the move early. Both models are asked from then on, until it is taken up again. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** What a move came to. */
export interface ReembedReport {
  /** Entries that got a vector of the new model. */
  readonly moved: number;
  /** Had one already: of an earlier run, or written meanwhile. */
  readonly alreadyMoved: number;
  /** Have no question to embed, or were replaced or removed meanwhile. */
  readonly skipped: number;
  readonly failed: readonly { readonly entryId: string; readonly error: unknown }[];
  /** Whether every entry was looked at and none failed: then only the new model is asked. */
  readonly complete: boolean;
}

type Counts = {
  moved: number;
  alreadyMoved: number;
  skipped: number;
  failed: { readonly entryId: string; readonly error: unknown }[];
  complete: boolean;
};

/**
 * Gives every stored question a vector of another embedding model, and asks that model from now on.
 * While it runs, questions are compared with entries of both models, so hits go on. Entries that have
 * the new vectors are left alone: run it again after a crash.
 *
 * @throws SemanticCacheError `invalid-options` for what is no embedding model, and for a cache that
 * matches exactly only; what listing the store throws.
 */
export async function reembed(
  runtime: Runtime,
  model: EmbeddingModelLike | string,
  options: ReembedOptions = {},
): Promise<ReembedReport> {
  const { threshold, from, concurrency = 2, onProgress, abortSignal } = options;
  const { store } = runtime.config;
  checkBound("reembed", "concurrency", concurrency);
  checkModel(runtime, "model", model);
  if (from) checkModel(runtime, "from.model", from.model);
  const signal = abortSignal ?? new AbortController().signal;
  const { embedder, end } = await (await runtime.semanticTier()).moveTo({ model, threshold, from });
  const counts: Counts = { moved: 0, alreadyMoved: 0, skipped: 0, failed: [], complete: false };
  const batches = inBatches(store.entries(), BATCH_SIZE);
  const isWhole = await concurrently(batches, { limit: concurrency, signal }, async (batch) => {
    await moveBatch(runtime, batch, { embedder, counts, signal });
    onProgress?.({ ...counts });
  });
  counts.complete = isWhole && counts.failed.length === 0;
  if (counts.complete) end();
  return counts;
}

function checkModel({ config }: Runtime, option: string, model: unknown): void {
  const isModel = typeof model === "string" || (isRecord(model) && "doEmbed" in model);
  if (isModel && config.embeddingModel !== null) return;
  const message = isModel
    ? "embeddingModel of the cache must be a model; got null, with which it matches exactly only"
    : `${option} must be an AI SDK embedding model, or the id of one; got something else`;
  throw new SemanticCacheError("invalid-options", `reembed: ${message}.`);
}

interface BatchOptions {
  readonly embedder: Embedder;
  readonly counts: Counts;
  readonly signal: AbortSignal;
}

async function moveBatch(
  runtime: Runtime,
  batch: readonly StoredEntry[],
  { embedder, counts, signal }: BatchOptions,
): Promise<void> {
  const asked: AskedEntry[] = [];
  for (const entry of batch) {
    const query = questionOf(entry);
    if (await isInSpace(embedder, entry)) counts.alreadyMoved++;
    else if (query === undefined) counts.skipped++;
    else asked.push({ entry, query });
  }
  const made = await embedEntries(embedder, asked, signal);
  await concurrently(made, { limit: WRITES_AT_ONCE }, async ({ entry, error }) => {
    try {
      if (error !== undefined) throw error;
      if (await moveEntry(runtime, entry)) counts.moved++;
      else counts.skipped++;
    } catch (failure) {
      counts.failed.push({ entryId: toEntryId(entry), error: failure });
    }
  });
}

function questionOf({ payload }: StoredEntry): string | undefined {
  const read = decodePayload(payload);
  return typeof read === "string" ? undefined : read.query;
}
