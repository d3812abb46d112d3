import type { BypassReason, CacheEvent, MissReason, NotStoredReason } from "./events.ts";

/** What a cache did since it was created. Durations are milliseconds. */
export interface CacheStats {
  /** Requests that reached the cache: hits, misses and bypasses. */
  readonly requests: number;
  readonly hits: { readonly exact: number; readonly semantic: number };
  readonly misses: Readonly<Partial<Record<MissReason, number>>>;
  readonly bypasses: Readonly<Partial<Record<BypassReason, number>>>;
  readonly writes: number;
  readonly notStored: Readonly<Partial<Record<NotStoredReason, number>>>;
  readonly evictions: number;
  readonly errors: number;
  /** Hits of all requests the cache was consulted for, from 0 to 1; 0 before the first. */
  readonly hitRate: number;
  /** How long lookups took, hits and misses apart, over the latest 1,000 of each. */
  readonly latency: { readonly hit: Percentiles; readonly miss: Percentiles };
  readonly saved: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    /** What the original calls took, minus what the hits took. */
    readonly milliseconds: number;
  };
}

/** Percentiles in milliseconds; 0 before the first measurement. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Counts events into {@link CacheStats}. */
export interface StatsCollector {
  record(event: CacheEvent): void;
  read(): CacheStats;
}

const SAMPLES = 1_000;

/** A {@link StatsCollector} that starts at zero. */
export function createStats(): StatsCollector {
  const hits = { exact: 0, semantic: 0 };
  const misses = createCounter<MissReason>();
  const bypasses = createCounter<BypassReason>();
  const notStored = createCounter<NotStoredReason>();
  const saved = { inputTokens: 0, outputTokens: 0, milliseconds: 0 };
  const totals = { writes: 0, evictions: 0, errors: 0 };
  const latency = { hit: createSamples(), miss: createSamples() };

  function recordHit(event: Extract<CacheEvent, { type: "hit" }>): void {
    hits[event.kind]++;
    latency.hit.add(event.durationMs);
    saved.inputTokens += event.savedUsage.inputTokens ?? 0;
    saved.outputTokens += event.savedUsage.outputTokens ?? 0;
    saved.milliseconds += event.savedMs;
  }

  return {
    record(event) {
      switch (event.type) {
        case "hit":
          return recordHit(event);
        case "miss":
          latency.miss.add(event.durationMs);
          return misses.add(event.reason);
        case "bypass":
          return bypasses.add(event.reason);
        case "not-stored":
          return notStored.add(event.reason);
        case "write":
          totals.writes++;
          return;
        case "evict":
          totals.evictions++;
          return;
        case "error":
          totals.errors++;
      }
    },
    read() {
      const hitCount = hits.exact + hits.semantic;
      const lookups = hitCount + misses.total();
      return {
        requests: lookups + bypasses.total(),
        hits: { ...hits },
        misses: misses.read(),
        bypasses: bypasses.read(),
        notStored: notStored.read(),
        ...totals,
        hitRate: lookups === 0 ? 0 : hitCount / lookups,
        latency: { hit: latency.hit.percentiles(), miss: latency.miss.percentiles() },
        saved: { ...saved },
      };
    },
  };
}

interface Counter<Name extends string> {
  add(name: Name): void;
  total(): number;
  read(): Partial<Record<Name, number>>;
}

function createCounter<Name extends string>(): Counter<Name> {
  const counts = new Map<Name, number>();
  return {
    add: (name) => void counts.set(name, (counts.get(name) ?? 0) + 1),
    total: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
    read: () => Object.fromEntries(counts) as Partial<Record<Name, number>>,
  };
}

/** The latest measurements, in a ring. */
function createSamples(): { add(value: number): void; percentiles(): Percentiles } {
  const ring: number[] = [];
  let next = 0;
  return {
    add(value) {
      ring[next] = value;
      next = (next + 1) % SAMPLES;
    },
    percentiles() {
      const sorted = ring.toSorted((left, right) => left - right);
      const at = (share: number): number =>
        sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
      return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
    },
  };
}
