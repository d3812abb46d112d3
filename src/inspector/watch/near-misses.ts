import { toEntryId } from "../../entry-id.ts";
import type { MissReason } from "../../observe/events.ts";
import type { InspectedEvent, NearMiss } from "../contract.ts";

/** Questions that are worth warming, or worth a look. */
export interface NearMisses {
  record(event: InspectedEvent, at: number): void;
  /** Those that were near or missed more than once, most often missed and nearest first. */
  list(): readonly NearMiss[];
}

/** Something was near, and was not served. */
const NEAR: readonly MissReason[] = ["below-threshold", "vetoed", "unverified"];
/** Nothing was there that could be served. All others say that something failed, or was wanted so. */
const UNANSWERED: ReadonlySet<MissReason> = new Set([
  ...NEAR,
  "no-match",
  "explored",
  "quarantined",
  "exact-only",
  "no-vector",
  "not-shareable",
]);

const MOST_REMEMBERED = 500;
const MOST_LISTED = 50;

/** {@link NearMisses} among the latest 500 questions that missed, from now on. */
export function createNearMisses(): NearMisses {
  const missed = new Map<string, NearMiss>();

  return {
    record(event, at) {
      if (event.type !== "miss" || !UNANSWERED.has(event.reason)) return;
      const { scope, key, namespace, nearest, similarity, reason, vetoedBy = [] } = event;
      if (!scope || !key) return;
      const entryId = toEntryId({ scope, key });
      const times = (missed.get(entryId)?.times ?? 0) + 1;
      missed.delete(entryId); // to be the latest again
      const asked = { entryId, namespace, nearest, similarity, reason, vetoedBy };
      missed.set(entryId, { ...asked, times, at });
      const oldest = missed.size > MOST_REMEMBERED ? missed.keys().next().value : undefined;
      if (oldest !== undefined) missed.delete(oldest);
    },
    list: () =>
      [...missed.values()]
        .filter((miss) => miss.times > 1 || isNear(miss))
        .sort(byWorth)
        .slice(0, MOST_LISTED),
  };
}

function isNear({ reason, similarity }: NearMiss): boolean {
  return similarity !== undefined && NEAR.some((near) => near === reason);
}

function byWorth(left: NearMiss, right: NearMiss): number {
  return right.times - left.times || (right.similarity ?? -1) - (left.similarity ?? -1);
}
