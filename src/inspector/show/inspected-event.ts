import type { CacheEvent } from "../../observe/events.ts";
import type { InspectedEvent } from "../contract.ts";
import { failureOf } from "./failure.ts";

/** An event as it is kept and sent: without what an error says, and without holding on to the error. */
export function inspectedEvent(event: CacheEvent): InspectedEvent {
  if (event.type !== "error" && event.type !== "rescue") return event;
  return { ...event, error: failureOf(event.error) };
}
