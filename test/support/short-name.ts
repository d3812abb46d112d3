import type { CacheEvent } from "../../src/index.ts";

/** An event in short: `miss:no-match`, `write`, `hit:exact`, `error:lookup:timeout`. */
export function shortName(event: CacheEvent): string {
  switch (event.type) {
    case "hit":
      return `hit:${event.kind}`;
    case "miss":
    case "bypass":
    case "not-stored":
      return `${event.type}:${event.reason}`;
    case "error":
      return `error:${event.stage}:${event.reason}`;
    case "compare":
      return `compare:${event.purpose}:${event.outcome}`;
    case "audit":
      return `audit:${event.action}`;
    case "feedback":
      return `feedback:${event.correct ? "correct" : "wrong"}`;
    case "breaker":
      return `breaker:${event.dependency}:${event.state}`;
    default:
      return event.type;
  }
}
