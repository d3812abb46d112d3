import type { Duration } from "../duration.ts";
import type { CacheEvent, TokenUsage } from "./events.ts";
import { createSamples, type Percentiles, type Samples } from "./percentiles.ts";
import type { Cost } from "./pricing.ts";
import {
  type CacheCounts,
  count,
  countSpending,
  readCost,
  readCounts,
  type Savings,
  type SpentOn,
  type Tally,
} from "./tally.ts";
import { createTimeline, type Slice } from "./timeline.ts";
import { checkWindow, LONGEST_WINDOW_MS } from "./window.ts";

/** What a cache did since it was created, or lately. Durations are milliseconds. */
export interface CacheStats extends CacheCounts {
  /** How long lookups took, hits and misses apart, over the latest 1,000 of each. */
  readonly latency: { readonly hit: Percentiles; readonly miss: Percentiles };
  readonly saved: NetSavings;
  /** What finding answers by meaning cost. Calls in this process (the built-in model) are free and not counted. */
  readonly spent: Readonly<Record<SpentOn, Spending>>;
  /** The first 50 namespaces; all others together as `"other"`. */
  readonly byNamespace: Readonly<Record<string, CacheCounts>>;
  /** The first 50 models, as `provider/modelId`; all others together as `"other"`. */
  readonly byModel: Readonly<Record<string, CacheCounts>>;
}

/** What hits saved, and what is left of it. */
export interface NetSavings extends Savings {
  /**
   * `money` without what embedding and verifying cost. Absent without `pricing`, and while a part of that
   * cost has no known price.
   */
  readonly netMoney?: number;
  /** Of all money: that of the first price. What has another currency counts as unpriced. */
  readonly currency?: string;
}

/** What was paid for. */
export interface Spending {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Absent without `pricing`. */
  readonly money?: number;
  /** Calls without a known price: not part of `money`. Absent without `pricing`. */
  readonly unpriced?: number;
}

/** Which stats are read. */
export interface StatsOptions {
  /** Only what happened lately, to the half minute, up to an hour. @default everything since the start */
  readonly window?: Duration | undefined;
}

/** Counts events into {@link CacheStats}. */
export interface StatsCollector {
  /** `cost` is the price of a hit's tokens. */
  record(event: CacheEvent, cost?: Cost): void;
  /** Counts a call that was paid for to find an answer by meaning. */
  spend(on: SpentOn, usage: TokenUsage, cost?: Cost): void;
  /** @throws SemanticCacheError `invalid-options` for a window that is none. */
  read(options?: StatsOptions): CacheStats;
}

const SAMPLES = 1_000;
const MOST_NAMES = 50;
const STRETCH_MS = 30_000;
const NO_REQUEST = { namespace: undefined, model: undefined };

/** A {@link StatsCollector} that starts at zero. */
export function createStats({
  now = Date.now,
}: {
  readonly now?: () => number;
} = {}): StatsCollector {
  const timeline = createTimeline({
    stretchMs: STRETCH_MS,
    stretches: LONGEST_WINDOW_MS / STRETCH_MS + 1,
    names: MOST_NAMES,
    now,
  });
  const latency = { hit: createSamples(SAMPLES), miss: createSamples(SAMPLES) };
  let currency: string | undefined;

  /** Sums of two currencies do not add up. */
  function inOneCurrency(cost: Cost | undefined): Cost | undefined {
    if (cost === undefined || cost === "unpriced") return cost;
    currency ??= cost.currency;
    return cost.currency === currency ? cost : "unpriced";
  }

  return {
    record(event, cost) {
      const { namespace, model } = "model" in event ? event : NO_REQUEST;
      count(timeline.tally(namespace, model), event, inOneCurrency(cost));
      if (event.type === "hit" || event.type === "miss") {
        latency[event.type].add(event.durationMs, now());
      }
    },
    spend: (on, usage, cost) => countSpending(timeline.tally(), on, usage, inOneCurrency(cost)),
    read({ window } = {}) {
      const since = window === undefined ? undefined : now() - checkWindow(window);
      const slice = timeline.since(since);
      return readStats(slice, { latency, since, currency });
    },
  };
}

function readStats(
  { all, byNamespace, byModel }: Slice,
  read: {
    readonly latency: { readonly hit: Samples; readonly miss: Samples };
    readonly since: number | undefined;
    readonly currency: string | undefined;
  },
): CacheStats {
  const { latency, since, currency } = read;
  const counts = readCounts(all);
  const spent = { embedding: readSpending(all, "embedding"), verify: readSpending(all, "verify") };
  return {
    ...counts,
    latency: { hit: latency.hit.percentiles(since), miss: latency.miss.percentiles(since) },
    saved: { ...counts.saved, ...netOf(counts.saved, spent), ...(currency && { currency }) },
    spent,
    byNamespace: readGroups(byNamespace),
    byModel: readGroups(byModel),
  };
}

function readSpending(tally: Tally, on: SpentOn): Spending {
  return {
    calls: tally.get(`spent.${on}.calls`) ?? 0,
    inputTokens: tally.get(`spent.${on}.inputTokens`) ?? 0,
    outputTokens: tally.get(`spent.${on}.outputTokens`) ?? 0,
    ...readCost(tally, `spent.${on}`),
  };
}

/** Nothing where a cost is not known: what is left would look like more than it is. */
function netOf({ money }: Savings, spent: CacheStats["spent"]): { netMoney?: number } {
  const { embedding, verify } = spent;
  const sums = [money, embedding.money, verify.money].filter((sum) => sum !== undefined);
  if (sums.length === 0 || embedding.unpriced || verify.unpriced) return {};
  return { netMoney: (money ?? 0) - (embedding.money ?? 0) - (verify.money ?? 0) };
}

function readGroups(groups: Map<string, Tally>): Record<string, CacheCounts> {
  return Object.fromEntries(Array.from(groups, ([name, tally]) => [name, readCounts(tally)]));
}
