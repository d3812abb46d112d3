import { percent, thresholdText } from "../../../../evaluate/format.ts";
import type { FeedItem, InspectedEvent } from "../../../contract.ts";
import { bytesText, durationText } from "../../format.ts";
import type { Tone } from "../../parts/chip.tsx";
import { hrefTo } from "../../route.ts";
import { reasonName, reasonSentence } from "../../words.ts";

/** What the feed can be narrowed to. */
export const OUTCOMES = ["exact", "semantic", "miss", "bypass", "other"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A line of the feed, as it is read. */
export interface Row {
  readonly id: number;
  readonly at: number;
  readonly outcome: Outcome;
  readonly tone: Tone;
  readonly verdict: string;
  readonly why: string;
  /** The reason in a sentence. */
  readonly sentence: string;
  readonly similarity?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly model: string;
  readonly namespace: string;
  /** The entry it is about, whose question is shown. */
  readonly entryId?: string | undefined;
  /** Whether that entry answered, or was only near. */
  readonly isNear: boolean;
  /** Where a click leads. */
  readonly href?: string | undefined;
}

/** A line of the feed. `written` are entries of which the feed says that they were stored. */
export function rowOf({ id, at, event }: FeedItem, written: ReadonlySet<string>): Row {
  const { model = "", namespace = "" } = "model" in event ? event : {};
  const rest = { id, at, model, namespace, isNear: false, sentence: "" };
  switch (event.type) {
    case "hit":
      return { ...rest, ...hitOf(event) };
    case "miss":
      return { ...rest, ...missOf(event, written) };
    case "bypass": {
      const why = [reasonName("bypass", event.reason), event.rule].filter(Boolean).join(": ");
      const sentence = reasonSentence("bypass", event.reason);
      return { ...rest, outcome: "bypass", tone: "bypass", verdict: "bypass", why, sentence };
    }
    default:
      return { ...rest, ...otherOf(event) };
  }
}

type EventOf<Type extends InspectedEvent["type"]> = Extract<InspectedEvent, { type: Type }>;
type RowPart = Omit<Row, "id" | "at" | "model" | "namespace" | "isNear" | "sentence"> &
  Partial<Row>;

function hitOf(event: EventOf<"hit">): RowPart {
  const { kind, similarity, entryId, durationMs, ageMs, stale, inFlight } = event;
  const age = inFlight ? "from a call under way" : `${durationText(ageMs)} old`;
  return {
    outcome: kind,
    tone: kind,
    verdict: kind === "exact" ? "exact" : "meaning",
    why: stale ? `${age}, stale` : age,
    sentence: kind === "exact" ? "Asked before in these words." : "Asked before in other words.",
    similarity: kind === "exact" ? undefined : similarity,
    durationMs,
    entryId,
    href: hrefTo("entries", { entry: entryId }),
  };
}

function missOf(event: EventOf<"miss">, written: ReadonlySet<string>): RowPart {
  const { reason, similarity, vetoedBy, durationMs, nearest, scope, key } = event;
  const own = `${scope}.${key}`;
  const entryId = written.has(own) ? own : nearest;
  return {
    outcome: "miss",
    tone: "miss",
    verdict: "miss",
    why: [reasonName("miss", reason), vetoedBy?.join(", ")].filter(Boolean).join(": "),
    sentence: reasonSentence("miss", reason),
    similarity,
    durationMs,
    entryId,
    isNear: entryId !== undefined && entryId !== own,
    href: entryId === undefined ? undefined : hrefTo("neighbours", { entry: entryId }),
  };
}

type OtherEvent = Exclude<InspectedEvent, { type: "hit" | "miss" | "bypass" }>;

function otherOf(event: OtherEvent): RowPart {
  const entryId = "entryId" in event ? event.entryId : undefined;
  const isGone = event.type === "evict";
  return {
    outcome: "other",
    tone: ["error", "breaker", "audit"].includes(event.type) ? "bad" : "other",
    verdict: event.type,
    why: whyOf(event),
    ...(entryId && !isGone && { entryId, href: hrefTo("entries", { entry: entryId }) }),
  };
}

function whyOf(event: OtherEvent): string {
  switch (event.type) {
    case "write":
      return bytesText(event.bytes);
    case "not-stored":
      return reasonName("not-stored", event.reason);
    case "rescue":
      return `${durationText(event.ageMs)} old, in place of an error`;
    case "compare":
      return `${event.purpose}, at ${thresholdText(event.similarity)}: ${event.outcome}`;
    case "feedback":
      return event.correct ? "right" : "wrong";
    case "audit":
      return `${event.action}: ${percent(event.falseHitRate.share)} of ${event.compared} hits wrong`;
    case "evict":
      return event.reason;
    case "breaker":
      return `${event.dependency} ${event.state}`;
    case "notice":
      return event.code;
    case "error":
      return `${event.stage}, ${event.reason}: ${event.error.name}`;
    default:
      return "";
  }
}
