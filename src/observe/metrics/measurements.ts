import type { CacheEvent, MissReason } from "../events.ts";
import type { Labels, Measurement, MetricName } from "./metric.ts";

/** What an event adds to the metrics. The labels of its request are left to {@link requestLabels}. */
export function measurementsOf(event: CacheEvent): readonly Measurement[] {
  switch (event.type) {
    case "hit":
      return ofHit(event);
    case "miss":
      return ofMiss(event);
    case "bypass":
      return [one("requests", { outcome: "bypass", reason: event.reason })];
    case "write":
      return [one("writes"), { metric: "written", value: event.bytes, labels: {} }];
    case "not-stored":
      return [one("not_stored", { reason: event.reason })];
    case "renew":
      return [one("renewals")];
    case "rescue":
      return [one("rescues")];
    case "promote":
      return [one("promotions")];
    case "compare":
      return [one("comparisons", { purpose: event.purpose, outcome: event.outcome })];
    case "error":
      return [one("errors", { stage: event.stage, reason: event.reason })];
    default:
      return withoutRequest(event);
  }
}

function withoutRequest(event: CacheEvent): readonly Measurement[] {
  switch (event.type) {
    case "feedback":
      return [one("feedback", { said: event.correct ? "correct" : "wrong" })];
    case "audit":
      return [one("audit.actions", { action: event.action })];
    case "evict":
      return [one("evictions", { reason: event.reason })];
    case "breaker": {
      const opened = event.state === "open";
      return opened ? [one("breaker.openings", { dependency: event.dependency })] : [];
    }
    default:
      return [];
  }
}

function ofHit(event: CacheEvent & { readonly type: "hit" }): readonly Measurement[] {
  const { kind, inFlight, stale, durationMs, savedMs, savedUsage } = event;
  const answer = inFlight ? "in-flight" : stale ? "stale" : "fresh";
  const { inputTokens = 0, outputTokens = 0 } = savedUsage;
  return [
    one("requests", { outcome: "hit", kind, answer }),
    ...(inFlight ? [] : [lookup(durationMs, { outcome: "hit", kind })]),
    { metric: "saved.tokens", value: inputTokens, labels: { type: "input" } },
    { metric: "saved.tokens", value: outputTokens, labels: { type: "output" } },
    { metric: "saved.time", value: savedMs / 1000, labels: {} },
  ];
}

/** These waited for the model call of another request: how long it took says nothing about the cache. */
const WAITED: readonly MissReason[] = ["flight-failed", "not-shareable"];

function ofMiss(event: CacheEvent & { readonly type: "miss" }): readonly Measurement[] {
  const { reason, durationMs, vetoedBy = [] } = event;
  return [
    one("requests", { outcome: "miss", reason }),
    ...(WAITED.includes(reason) ? [] : [lookup(durationMs, { outcome: "miss" })]),
    ...vetoedBy.map((guard) => one("vetoes", { guard })),
  ];
}

function lookup(durationMs: number, labels: Labels): Measurement {
  return { metric: "lookup.duration", value: durationMs / 1000, labels };
}

function one(metric: MetricName, labels: Labels = {}): Measurement {
  return { metric, value: 1, labels };
}
