import { saidYes, withTimeout } from "./deadline.ts";
import { toMilliseconds } from "./duration.ts";
import { toEntryId } from "./entry-id.ts";
import { lifetimeOf } from "./freshness.ts";
import type { Learned } from "./learning/learned.ts";
import { contextAfter, writeAlias } from "./lineage.ts";
import type { Embedding } from "./lookup/embedder.ts";
import type { LocatedRequest, Miss } from "./lookup/hit.ts";
import { isSearchable } from "./lookup/lookup.ts";
import { hashLabels } from "./manage/labels.ts";
import type { NotStoredReason } from "./observe/events.ts";
import { refusalOf } from "./resilience/refusal.ts";
import { type Answer, answerText } from "./response/answer.ts";
import { encodePayload } from "./response/payload.ts";
import type { Runtime } from "./runtime.ts";
import type { Hex, MaybePromise, StoredEntry } from "./store.ts";

/** A complete, clean answer after a miss. */
export interface PendingAnswer {
  readonly answer: Answer;
  readonly miss: Miss;
  /** Whether what it answers was invalidated while it was made. */
  isInvalidated(): boolean;
}

/**
 * Stores an answer, or reports why not; says which. Runs behind the caller; throws what the store throws.
 */
export async function writeAnswer(
  runtime: Runtime,
  request: LocatedRequest,
  { answer, miss, isInvalidated }: PendingAnswer,
): Promise<boolean> {
  const { config } = runtime;
  const skip = (why: NotStoredReason): false => {
    reportNotStored(runtime, request, why);
    return false;
  };
  const reason = whyNotStored(runtime, request, answer);
  if (reason) return skip(reason);

  const context = await contextAfter(runtime, request, answer);
  const embedding =
    miss.embedding ?? (miss.embedsLate ? await embedLate(runtime, request) : undefined);
  const lifetime = lifetimeOf(ttlOf(runtime, request, answer), config.freshness, config.ttlJitter);
  const { learned } = miss;
  const content = { answer, context, lifetime, learned, ...embedding };
  const entry = await makeEntry(runtime, request, content);
  if (entry.payload.length > runtime.config.limits.answerCharacters) {
    return skip("too-large");
  }
  const notWritten = await writeEntry(runtime, request, entry, isInvalidated);
  if (notWritten) return skip(notWritten);
  runtime.emit({
    ...request.fields,
    type: "write",
    entryId: toEntryId(entry),
    bytes: entry.payload.length,
  });
  // What the next turn brings back of this answer (reasoning, options on parts) is not known; its
  // alias leads to the same place either way.
  if (context) await writeAlias(runtime, context, context, entry);
  return true;
}

/** Writes an entry when it is its turn, unless it must not be any more; says why it was not written. */
export async function writeEntry(
  { config: { store, timeouts }, writes, writeRates }: Runtime,
  { plan }: LocatedRequest,
  entry: StoredEntry,
  isInvalidated: () => boolean,
): Promise<NotStoredReason | undefined> {
  if (!writeRates.take(plan.namespace, plan.directives.scope)) return "rate-limited";
  let reason: NotStoredReason | undefined;
  const write = (): MaybePromise<void> => {
    if (!isInvalidated()) return store.set(entry);
    reason = "invalidated";
  };
  try {
    const written = writes.run(write, timeouts.write);
    await withTimeout("store.set", timeouts.write, undefined, written);
    return reason;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined || refusal === "bulkhead") throw error;
    return refusal;
  }
}

async function makeEntry(
  { config: { hasher } }: Runtime,
  { plan, address }: LocatedRequest,
  content: {
    readonly answer: Answer;
    readonly context: Hex | undefined;
    readonly lifetime: ReturnType<typeof lifetimeOf>;
    readonly learned: Learned | undefined;
  } & Partial<Embedding>,
): Promise<StoredEntry> {
  const { answer, context, lifetime, learned, vector, space } = content;
  const { query, labels } = plan;
  const { model, namespace } = labels;
  return {
    scope: address.scope,
    key: address.key,
    normalKey: await address.normalKey(),
    ...(await hashLabels(hasher, labels)),
    space,
    vector,
    ...lifetime,
    payload: encodePayload({ answer, query, model, namespace, context, learned }),
  };
}

/** What the call said, else what the option says. */
function ttlOf({ config }: Runtime, { plan }: LocatedRequest, answer: Answer): number {
  const { ttl } = plan.directives;
  if (ttl !== undefined) return toMilliseconds(ttl, "ttl");
  const { parts, usage } = answer;
  return config.ttlOf({ text: answerText(answer), parts, usage }, plan.request);
}

/** The vector of a question that could not be looked up by meaning, with the patience of a write. */
async function embedLate(
  runtime: Runtime,
  request: LocatedRequest,
): Promise<Embedding | undefined> {
  if (!isSearchable(runtime, request)) return undefined;
  const semanticTier = await runtime.semanticTier();
  const { write } = runtime.config.timeouts;
  const found = await semanticTier.embed({ ...request, abortSignal: undefined }, write);
  return "embedding" in found ? found.embedding : undefined;
}

/** Why a clean answer must not be stored for a request, or `undefined` when it may. */
export function whyNotStored(
  runtime: Runtime,
  { plan }: LocatedRequest,
  answer: Answer,
): NotStoredReason | undefined {
  const { store, shouldStore, mode } = runtime.config;
  if (mode === "read-only") return "read-only";
  if (plan.wishesNoRetention && store.capabilities.shared) return "retention";
  const { parts, usage } = answer;
  const isWanted = saidYes(shouldStore({ text: answerText(answer), parts, usage }, plan.request));
  return isWanted ? undefined : "should-store";
}

/** Says why an answer is not stored. */
export function reportNotStored(
  runtime: Runtime,
  { fields }: LocatedRequest,
  reason: NotStoredReason,
): void {
  runtime.emit({ ...fields, type: "not-stored", reason });
}
