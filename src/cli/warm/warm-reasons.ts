import type { SemanticCache } from "../../semantic-cache.ts";

/** Why answers were not stored, and what failed in the cache meanwhile, with how often. */
export type WarmReasons = Readonly<Record<string, number>>;

/** Counts the reasons of a cache while it is warmed. */
export function countReasons(cache: Pick<SemanticCache, "subscribe">): {
  list(): WarmReasons;
  stop(): void;
} {
  const counts = new Map<string, number>();
  const stop = cache.subscribe((event) => {
    const name = nameOf(event);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return { list: () => Object.fromEntries(counts), stop };
}

type Event = Parameters<Parameters<SemanticCache["subscribe"]>[0]>[0];

function nameOf(event: Event): string | undefined {
  if (event.type === "not-stored") return event.reason;
  if (event.type === "bypass") return `bypass: ${event.rule ?? event.reason}`;
  return event.type === "error" ? `${event.stage} failed` : undefined;
}
