import { withTimeout } from "../deadline.ts";
import { toMilliseconds } from "../duration.ts";
import { toEntryId } from "../entry-id.ts";
import { type Freshness, type FreshnessRules, freshnessOf } from "../freshness.ts";
import type { Suspect } from "../learning/compare-answers.ts";
import type { Learned } from "../learning/learned.ts";
import type { ShadowLook } from "../learning/shadow-look.ts";
import { usesSameVersions } from "../manage/labels.ts";
import type { ErrorStage, MissReason, RequestFields } from "../observe/events.ts";
import type { RequestAddress } from "../request/address.ts";
import type { CacheablePlan } from "../request/plan.ts";
import { isReplayable } from "../response/answer.ts";
import { decodePayload, type Payload } from "../response/payload.ts";
import type { SpecificationVersion } from "../response/usage.ts";
import { type Runtime, unreadable } from "../runtime.ts";
import type { EntryAddress, Match, MaybePromise, StoredEntry } from "../store.ts";
import type { Embedding } from "./embedder.ts";
import type { Policy } from "./policies/policy.ts";

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
  readonly freshness: Exclude<Freshness, "over">;
  /** What decided about it, where it was found by meaning. */
  readonly policy?: Policy | undefined;
}

/** Nothing that answers the request, and why. */
export interface Miss {
  readonly hit: false;
  readonly reason: MissReason;
  readonly similarity?: number | undefined;
  /** The entry that similarity is of. */
  readonly nearest?: EntryAddress | undefined;
  readonly vetoedBy?: readonly string[] | undefined;
  /** A stale answer that may stand in for an error of the model. */
  readonly fallback?: Hit | undefined;
  /** The question's vector where one was made, so that a write need not ask again. */
  readonly embedding?: Embedding | undefined;
  /** What decides how near a question must be, where one was looked for. */
  readonly policy?: Policy | undefined;
  /** A stored answer that the model's own will tell the truth about. */
  readonly suspect?: Suspect | undefined;
  /** What would have been served, in shadow mode. */
  readonly shadow?: ShadowLook | undefined;
  /** What is known of the entry that the model's answer will replace. */
  readonly learned?: Learned | undefined;
  /** No vector was made, or not in time: the write may make it, with more patience. */
  readonly embedsLate?: boolean | undefined;
}

/** Whether an answer was found that is only better than none. */
export function isFallback(found: Hit | Miss): found is Hit {
  return found.hit && found.freshness === "fallback";
}

/**
 * Why an entry that was found serves nobody here: its time is over, it cannot be read, it has no form in
 * the caller's SDK version, or it was made from other versions of the documents the request uses.
 */
export type Unusable = "over" | "corrupt" | "unknown-format" | "sdk-version" | "other-sources";

/** A stored entry as a hit, or `undefined` when it is {@link Unusable}. */
export function toCurrentHit(
  ...[runtime, request, kind, match]: Parameters<typeof toHit>
): MaybePromise<Hit | undefined> {
  const found = toHit(runtime, request, kind, match);
  if (typeof found === "string") return undefined;
  const { dependsOn } = request.plan.labels;
  if (dependsOn.length === 0) return found;
  const isCurrent = usesSameVersions(runtime.config.hasher, match.entry, dependsOn);
  return isCurrent.then((yes) => (yes ? found : undefined));
}

/** Why {@link toCurrentHit} has nothing; `undefined` when it has. */
export async function whyUnusable(
  ...found: Parameters<typeof toHit>
): Promise<Unusable | undefined> {
  const hit = toHit(...found);
  if (typeof hit === "string") return hit;
  return (await toCurrentHit(...found)) ? undefined : "other-sources";
}

function toHit(
  runtime: Runtime,
  request: LocatedRequest,
  kind: Hit["kind"],
  { entry, similarity }: Match,
): Hit | Unusable {
  const freshness = freshnessOf(entry, rulesOf(runtime, request), Date.now());
  if (freshness === "over") return freshness;
  const { scope, key } = entry;
  const payload = readPayload(runtime, entry);
  if (typeof payload === "string") {
    report(runtime, request, "lookup", unreadable(toEntryId(entry), payload));
    if (payload === "corrupt") quarantine(runtime, { scope, key });
    return payload;
  }
  if (!isReplayable(payload.answer, request.version)) return "sdk-version";
  return { hit: true, kind, similarity, address: { scope, key }, entry, payload, freshness };
}

function rulesOf({ config: { freshness } }: Runtime, { plan }: LocatedRequest): FreshnessRules {
  const { maxAge } = plan.directives;
  return maxAge === undefined
    ? freshness
    : { ...freshness, maxAgeMs: toMilliseconds(maxAge, "maxAge") };
}

function readPayload(
  { config, payloads }: Runtime,
  entry: StoredEntry,
): ReturnType<typeof decodePayload> {
  const known = payloads.get(entry);
  if (known) return known;
  const isBounded = entry.payload.length <= config.limits.answerCharacters;
  const payload = isBounded ? decodePayload(entry.payload) : "corrupt";
  if (typeof payload !== "string") payloads.set(entry, payload);
  return payload;
}

/** Removes a damaged entry, so that it is not read again and again. */
function quarantine({ config, background, fail }: Runtime, address: EntryAddress): void {
  const { store, timeouts } = config;
  const remove = async (): Promise<void> => {
    const removed = store.delete({ entries: [address] });
    await withTimeout("store.delete", timeouts.write, undefined, removed);
  };
  background.run(remove, (error) => fail("lookup", error));
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
