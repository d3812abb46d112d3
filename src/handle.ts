import type { EmbeddingModelLike } from "./embedding-model.ts";
import type { LateRuntime } from "./late-runtime.ts";
import type { Feedback, FeedbackReceipt } from "./learning/feedback.ts";
import type { AuditReport } from "./learning/live-audit.ts";
import type { ShadowReport } from "./learning/shadow-book.ts";
import type { InvalidateFilter } from "./manage/entry-selection.ts";
import type { EntryView } from "./manage/entry-view.ts";
import type { ImportOptions, ImportReport } from "./manage/import.ts";
import type { InvalidationReceipt } from "./manage/invalidate.ts";
import type { TextSource } from "./manage/lines.ts";
import type { NearEntry, NeighbourQuery } from "./manage/neighbours.ts";
import type { PinReceipt } from "./manage/pin.ts";
import type { WarmPrompts } from "./manage/prompts.ts";
import type { ReembedOptions, ReembedReport } from "./manage/reembed.ts";
import type { WarmOptions, WarmReport } from "./manage/warm.ts";
import type { CacheModelInfo } from "./middleware.ts";
import type { Explanation } from "./observe/explain/explanation.ts";
import type { ExplainParams } from "./observe/explain.ts";
import type { EventListener } from "./observe/listeners.ts";
import { NOTHING_YET } from "./observe/nothing-yet.ts";
import type { CacheStats, StatsOptions } from "./observe/stats.ts";
import { checkWindow } from "./observe/window.ts";
import type { SemanticCacheMetadata } from "./response/metadata.ts";
import type { Runtime } from "./runtime.ts";
import type { CacheStore, StoreSize } from "./store.ts";
import { type TextFunction, type WrapOptions, wrapFunction } from "./wrap-function.ts";

/** Which part of a cache a call on its handle is about. */
export interface CacheSelection {
  /** Only this namespace; everything when left out. */
  readonly namespace?: string | undefined;
}

/** The methods to look into a cache and to manage it. They throw what the store throws. */
export interface SemanticCacheHandle {
  /** Where answers are kept: its name, and what it can do. */
  readonly store: Pick<CacheStore, "name" | "capabilities">;
  /**
   * Least similarity of a hit by meaning at present; `undefined` where a policy decides by more than that,
   * and where nothing is compared by meaning.
   */
  readonly threshold: () => Promise<number | undefined>;
  /** What the cache did since it was created, or lately. */
  readonly stats: (options?: StatsOptions) => CacheStats;
  /** Why a request would hit, miss or bypass, with its nearest neighbours. Serves and stores nothing. */
  readonly explain: (params: ExplainParams) => Promise<Explanation>;
  /** Calls a listener for every event from now on, as `onEvent` is; returns what ends that. */
  readonly subscribe: (listener: EventListener) => () => void;
  /**
   * The stored answers a filter names, in any order, read from the store while they are looked at; all of
   * them without a filter. What is no answer, or cannot be read, is left out.
   */
  readonly entries: (filter?: InvalidateFilter) => AsyncIterable<EntryView>;
  /**
   * The stored questions that are nearest to a text or to an entry, best first, with what guards and policy
   * say of each. Empty where nothing is compared by meaning.
   */
  readonly neighbours: (query: NeighbourQuery) => Promise<readonly NearEntry[]>;
  /**
   * Keeps an answer from getting stale and from expiring, until it is unpinned (`false`): then it has the
   * lifetime again that it was stored with. A store that is full may still evict it; another answer to the
   * same request, as by `cache: "reload"`, takes its place unpinned.
   */
  readonly pin: (entryId: string, pinned?: boolean) => Promise<PinReceipt>;
  /** How much the store holds. */
  readonly size: (selection?: CacheSelection) => Promise<StoreSize>;
  /**
   * Deletes everything the store holds, or one namespace of it, and says how many entries that was. A
   * `namespace` that is `undefined` is refused: a tenant that got lost must not clear all of them.
   */
  readonly clear: (selection?: CacheSelection) => Promise<number>;
  /**
   * Removes the answers a filter names (by entry, key, namespace, model, tag, source, question, age or a
   * rule of yours), keeps answers under way from being stored, and says what it did. `dryRun` only counts.
   */
  readonly invalidate: (
    filter: InvalidateFilter,
    options?: { readonly dryRun?: boolean },
  ) => Promise<InvalidationReceipt>;
  /**
   * Asks a model every prompt that has no answer here yet, as the application would. An answer that
   * cannot be had is in the report, not thrown; what is stored already costs nothing.
   */
  readonly warm: (
    prompts: WarmPrompts,
    model: CacheModelInfo,
    options?: WarmOptions,
  ) => Promise<WarmReport>;
  /** All answers with their vectors, or those of one namespace, as lines of JSON: for `import`. Refuses what `clear` refuses. */
  readonly export: (selection?: CacheSelection) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** Writes the answers of an export into the store. One with vectors of another model is refused. */
  readonly import: (source: TextSource, options?: ImportOptions) => Promise<ImportReport>;
  /** Moves to another embedding model: gives every stored question its vector, while hits go on. */
  readonly reembed: (
    model: EmbeddingModelLike | string,
    options?: ReembedOptions,
  ) => Promise<ReembedReport>;
  /**
   * Takes a person's word for an answer, named by the `entryId` of its metadata or by all of it. A wrong
   * one is served to nobody from then on, and asked of the model again.
   */
  readonly feedback: (
    entry: string | SemanticCacheMetadata,
    said: Feedback,
  ) => Promise<FeedbackReceipt>;
  /** What is known of wrong hits: of those that were audited, and of what shadow mode would have served. */
  readonly audit: () => CacheAudit;
  /** A function of a text, or a generator of texts, that is answered from the cache like a model. */
  readonly wrap: <Wrapped extends TextFunction>(fn: Wrapped, options?: WrapOptions) => Wrapped;
  /** Resolves when every write that has begun is done. Call it before a process ends. */
  readonly flush: () => Promise<void>;
  /** Flushes, stops listening to the store and closes what the store opened itself. For the end of a program. */
  readonly close: () => Promise<void>;
  /** `close`, for `await using`: there where the runtime knows `Symbol.asyncDispose`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** What is known of wrong hits in this process; each part is there when its option is set and was used. */
export interface CacheAudit {
  readonly live?: AuditReport | undefined;
  readonly shadow?: ShadowReport | undefined;
}

/** The handle of one cache. */
export function createHandle(
  store: CacheStore,
  late: LateRuntime,
): Omit<SemanticCacheHandle, "subscribe"> {
  /** For what people ask for: it is tried, whatever is known of the store. */
  async function managed(): Promise<Runtime> {
    const runtime = await late.load();
    return { ...runtime, config: { ...runtime.config, store } };
  }

  async function close(): Promise<void> {
    await late.loaded()?.background.flush();
    late.loaded()?.dispose();
    await store.close?.();
  }

  return {
    store,
    async threshold() {
      const { thresholdOf } = await import("./manage/threshold.ts");
      return thresholdOf(await late.load());
    },
    stats(options) {
      if (options?.window !== undefined) checkWindow(options.window);
      return late.loaded()?.stats.read(options) ?? NOTHING_YET;
    },
    async explain(params) {
      const { explain } = await import("./observe/explain.ts");
      return explain(await late.load(), params);
    },
    async *entries(filter) {
      const { entriesOf } = await import("./manage/entries.ts");
      yield* entriesOf(await managed(), filter);
    },
    async neighbours(query) {
      const { neighbours } = await import("./manage/neighbours.ts");
      return neighbours(await managed(), query);
    },
    async pin(entryId, pinned = true) {
      const { pin } = await import("./manage/pin.ts");
      return pin(await managed(), entryId, pinned);
    },
    async size(selection) {
      const { sizeOf } = await import("./manage/by-namespace.ts");
      return sizeOf(await managed(), selection);
    },
    async clear(selection) {
      const { clear } = await import("./manage/by-namespace.ts");
      return clear(await managed(), selection);
    },
    async invalidate(filter, options) {
      const { invalidate } = await import("./manage/invalidate.ts");
      return invalidate(await managed(), filter, options);
    },
    async warm(prompts, model, options) {
      const { warm } = await import("./manage/warm.ts");
      return warm(await late.load(), prompts, model, options);
    },
    async export(selection) {
      const { exportEntries } = await import("./manage/export.ts");
      return exportEntries(await managed(), selection);
    },
    async import(source, options) {
      const { importEntries } = await import("./manage/import.ts");
      return importEntries(await managed(), source, options);
    },
    async reembed(model, options) {
      const { reembed } = await import("./manage/reembed.ts");
      return reembed(await managed(), model, options);
    },
    async feedback(entry, said) {
      const { feedback } = await import("./learning/feedback.ts");
      return feedback(await managed(), entry, said);
    },
    audit() {
      const runtime = late.loaded();
      return { live: runtime?.audit?.report(), shadow: runtime?.shadow?.report() };
    },
    wrap: (fn, options) => wrapFunction(late.load, fn, options),
    flush: async () => late.loaded()?.background.flush(),
    close,
    ...(Symbol.asyncDispose && { [Symbol.asyncDispose]: close }), // some runtimes have no such symbol yet
  };
}
