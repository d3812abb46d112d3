import { withTimeout } from "../../deadline.ts";
import type { SemanticCacheHandle } from "../../handle.ts";
import type { Dependency } from "../events.ts";
import type { CacheStats } from "../stats.ts";
import type { Labels, Measurement, MetricName } from "./metric.ts";

/** What metrics read of a cache. */
export type MeasuredCache = Pick<SemanticCacheHandle, "audit" | "size" | "stats" | "subscribe">;

/** What is read when somebody asks for metrics. */
export interface ObserveOptions {
  /**
   * Whether the store is asked for its size each time metrics are read. Some stores count their entries
   * for that. @default false
   */
  readonly size?: boolean | undefined;
}

/** What has a breaker. */
export const DEPENDENCIES: readonly Dependency[] = [
  "store.read",
  "store.search",
  "store.write",
  "embedding",
  "verify",
  "compare",
];

/** Scrapers give up after ten seconds: what else is known must be there by then. */
const SIZE_MS = 5_000;

/** What a cache says of itself at present. A store that does not answer leaves its size out. */
export async function observe(
  cache: MeasuredCache,
  breakers: ReadonlyMap<Dependency, boolean>,
  { size = false }: ObserveOptions,
): Promise<readonly Measurement[]> {
  return [
    ...ofStats(cache.stats()),
    ...ofAudit(cache),
    ...Array.from(breakers, ([dependency, isOpen]) =>
      at("breaker.open", Number(isOpen), { dependency }),
    ),
    ...(size ? await ofSize(cache) : []),
  ];
}

function ofStats({ saved, spent }: CacheStats): readonly Measurement[] {
  const { currency } = saved;
  const money = (metric: MetricName, amount: number | undefined, labels: Labels = {}) =>
    amount === undefined || currency === undefined
      ? []
      : [at(metric, amount, { ...labels, currency })];
  const unpriced = (calls: number | undefined, purpose: string) =>
    calls === undefined ? [] : [at("unpriced", calls, { purpose })];
  return [
    ...money("saved.money", saved.money),
    ...unpriced(saved.unpriced, "answer"),
    ...Object.entries(spent).flatMap(([purpose, spending]) => [
      at("spent.calls", spending.calls, { purpose }),
      at("spent.tokens", spending.inputTokens, { purpose, type: "input" }),
      at("spent.tokens", spending.outputTokens, { purpose, type: "output" }),
      ...money("spent.money", spending.money, { purpose }),
      ...unpriced(spending.unpriced, purpose),
    ]),
  ];
}

function ofAudit(cache: MeasuredCache): readonly Measurement[] {
  const { live } = cache.audit();
  if (!live) return [];
  const { share, low, high } = live.falseHitRate ?? {};
  const shares = Object.entries({ share, low, high });
  return [
    ...shares.flatMap(([estimate, value]) =>
      value === undefined ? [] : [at("audit.false_hits", value, { estimate })],
    ),
    at("audit.raised_by", live.raisedBy),
    at("audit.stopped", Number(live.stopped)),
  ];
}

async function ofSize(cache: MeasuredCache): Promise<readonly Measurement[]> {
  try {
    const { entries, bytes } = await withTimeout("size", SIZE_MS, undefined, cache.size());
    return [at("entries", entries), ...(bytes === undefined ? [] : [at("stored", bytes)])];
  } catch {
    return [];
  }
}

function at(metric: MetricName, value: number, labels: Labels = {}): Measurement {
  return { metric, value, labels };
}
