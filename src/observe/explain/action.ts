import { toEntryId } from "../../entry-id.ts";
import type { Hit, Miss } from "../../lookup/hit.ts";
import type { Comparison } from "../events.ts";
import type { CallUnderWay } from "./explanation.ts";
import { entryName, quoted } from "./words.ts";

/** What decides about what a call does. */
export interface ActionFacts {
  readonly found: Hit | Miss;
  /** The call under way it would wait for. */
  readonly awaited: CallUnderWay | undefined;
  readonly isShadow: boolean;
  readonly onlyIfCached: boolean;
  /** Why the model's answer would not be stored, as far as that is known before there is one. */
  readonly notStored: "read-only" | "retention" | undefined;
}

const THROWS = "throws not-cached: the call said only-if-cached";

const PURPOSES: Readonly<Record<Comparison, string>> = {
  explore: "for the policy to learn",
  verify: "by the verifier",
  audit: "for the audit",
  shadow: "for shadow mode",
};

/** What a call would do, in words. */
export function actionOf(facts: ActionFacts): string {
  const { found, awaited, isShadow, onlyIfCached } = facts;
  if (awaited) return `waits for the model call under way for ${quoted(awaited.query)}`;
  if (found.hit && !isShadow) return hitAction(found);
  if (onlyIfCached) return THROWS;
  return missAction(facts);
}

/** What a call does that goes past the cache. */
export function bypassAction(onlyIfCached: boolean): string {
  return onlyIfCached ? THROWS : "asks the model; nothing is looked up, nothing is stored";
}

function hitAction({ address, freshness }: Hit): string {
  const serves = `serves ${entryName(toEntryId(address))}`;
  return freshness === "renew" ? `${serves}, and renews it behind the answer` : serves;
}

function missAction({ found, isShadow, notStored }: ActionFacts): string {
  const stores = notStored ? `stores nothing: ${notStored}` : "stores its answer";
  const steps = [`asks the model and ${stores}`];
  if (found.hit) {
    if (isShadow) steps.push(`shadow mode: would have served ${nameOf(found)}`);
    return steps.join("; ");
  }
  const { suspect, fallback } = found;
  if (suspect) {
    steps.push(`its answer is compared with ${nameOf(suspect.hit)} ${PURPOSES[suspect.purpose]}`);
  }
  if (fallback) steps.push(`serves ${nameOf(fallback)} should the model fail`);
  return steps.join("; ");
}

function nameOf({ address }: Hit): string {
  return entryName(toEntryId(address));
}
