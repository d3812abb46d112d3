import { SemanticCacheError } from "../errors.ts";
import type { ErrorStage, MissReason, RequestFields } from "../observe/events.ts";
import type { RequestAddress } from "../request/address.ts";
import type { CacheablePlan } from "../request/plan.ts";
import { isReplayable } from "../response/answer.ts";
import { decodePayload, type Payload } from "../response/payload.ts";
import type { SpecificationVersion } from "../response/usage.ts";
import type { Runtime } from "../runtime.ts";
import type { EntryAddress, Match, StoredEntry } from "../store.ts";
import type { Embedding } from "./embedder.ts";

/** A request on its way through the cache. */
export interface LocatedRequest {
  readonly plan: CacheablePlan;
  readonly address: RequestAddress;
  readonly version: SpecificationVersion;
  readonly abortSignal: AbortSignal | undefined;
  /** Names the request in events. */
  readonly fields: RequestFields;
}

/** An entry that answers the request. */
export interface Hit {
  readonly hit: true;
  readonly kind: "exact" | "semantic";
  readonly similarity: number;
  readonly address: EntryAddress;
  readonly entry: StoredEntry;
  readonly payload: Payload;
}

/** Nothing that answers the request, and why. */
export interface Miss {
  readonly hit: false;
  readonly reason: MissReason;
  readonly similarity?: number | undefined;
  readonly vetoedBy?: readonly string[] | undefined;
  /** The question's vector where one was made, so that a write need not ask again. */
  readonly embedding?: Embedding | undefined;
  /** No vector was made, or not in time: the write may make it, with more patience. */
  readonly embedsLate?: boolean | undefined;
}

/** A stored entry as a hit, or `undefined` when it is over, damaged, or has no form in this SDK version. */
export function toHit(
  runtime: Runtime,
  request: LocatedRequest,
  kind: Hit["kind"],
  { entry, similarity }: Match,
): Hit | undefined {
  if (!(entry.expiresAt > Date.now())) return undefined;
  const payload = readPayload(runtime, entry);
  if (!payload) {
    const error = "A stored entry could not be read; it counts as a miss.";
    report(runtime, request, "lookup", new SemanticCacheError("entry", error));
    return undefined;
  }
  if (!isReplayable(payload.answer, request.version)) return undefined;
  const { scope, key } = entry;
  return { hit: true, kind, similarity, address: { scope, key }, entry, payload };
}

function readPayload({ config, payloads }: Runtime, entry: StoredEntry): Payload | undefined {
  const known = payloads.get(entry);
  if (known) return known;
  const isBounded = entry.payload.length <= config.limits.answerCharacters;
  const payload = isBounded ? decodePayload(entry.payload) : undefined;
  if (payload) payloads.set(entry, payload);
  return payload;
}

/** Reports a failure, unless it is only the caller's own abort. */
export function report(
  runtime: Runtime,
  request: Pick<LocatedRequest, "abortSignal" | "fields">,
  stage: ErrorStage,
  error: unknown,
): void {
  if (!request.abortSignal?.aborted) runtime.fail(stage, error, request.fields);
}
