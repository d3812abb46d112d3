import type {
  BypassReason,
  CacheEvent,
  Comparison,
  MissReason,
  NotStoredReason,
  TokenUsage,
} from "./events.ts";
import type { Cost } from "./pricing.ts";

/** What was paid for, so that answers could be found by meaning. */
export type SpentOn = "embedding" | "verify";

/** Counts by name. One flat map, so that two of them add up whatever they hold. */
export type Tally = Map<string, number>;

/** What a cache did for one namespace, for one model, or altogether. Durations are milliseconds. */
export interface CacheCounts {
  /** Requests that reached the cache: hits, misses and bypasses. */
  readonly requests: number;
  readonly hits: { readonly exact: number; readonly semantic: number };
  /** Of the hits, those whose answer came from a model call that was still under way. */
  readonly inFlightHits: number;
  readonly misses: Readonly<Partial<Record<MissReason, number>>>;
  readonly bypasses: Readonly<Partial<Record<BypassReason, number>>>;
  readonly writes: number;
  readonly notStored: Readonly<Partial<Record<NotStoredReason, number>>>;
  /** Model calls behind an answer that was stale or about to be. */
  readonly renewals: number;
  /** Stale answers in place of an error of the model. They are misses as well. */
  readonly rescues: number;
  /** Stored answers that were compared with the model's own, by purpose. */
  readonly comparisons: Readonly<Partial<Record<Comparison, Outcomes>>>;
  /** Stored answers that were verified for another question. */
  readonly promotions: number;
  /** What people said of answers. */
  readonly feedback: { readonly correct: number; readonly wrong: number };
  readonly evictions: number;
  readonly errors: number;
  /** Hits of all requests the cache was consulted for, from 0 to 1; 0 before the first. */
  readonly hitRate: number;
  readonly saved: Savings;
}

/** What comparisons came to. */
export interface Outcomes {
  readonly same: number;
  readonly different: number;
  readonly failed: number;
}

/** What hits saved. */
export interface Savings {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What the original calls took, minus what the hits took. */
  readonly milliseconds: number;
  /** What the hits' tokens cost at today's price. Absent without `pricing`. */
  readonly money?: number;
  /** Hits without a known price: not part of `money`. Absent without `pricing`. */
  readonly unpriced?: number;
}

/** Counts an event. `cost` is the price of a hit's tokens. */
export function count(tally: Tally, event: CacheEvent, cost?: Cost): void {
  add(tally, nameOf(event), 1);
  if (event.type !== "hit") return;
  const { inFlight, savedUsage, savedMs } = event;
  if (inFlight) add(tally, "inFlightHits", 1);
  add(tally, "saved.inputTokens", savedUsage.inputTokens);
  add(tally, "saved.outputTokens", savedUsage.outputTokens);
  add(tally, "saved.milliseconds", savedMs);
  addCost(tally, "saved", cost);
}

/** Under which name an event counts, with its kind or reason where it has one. */
function nameOf(event: CacheEvent): string {
  switch (event.type) {
    case "hit":
      return `hits.${event.kind}`;
    case "miss":
      return `misses.${event.reason}`;
    case "bypass":
      return `bypasses.${event.reason}`;
    case "not-stored":
      return `notStored.${event.reason}`;
    case "compare":
      return `compare.${event.purpose}.${event.outcome}`;
    case "feedback":
      return event.correct ? "feedback.correct" : "feedback.wrong";
    default:
      return event.type;
  }
}

/** Counts a call that was paid for. */
export function countSpending(tally: Tally, on: SpentOn, usage: TokenUsage, cost?: Cost): void {
  add(tally, `spent.${on}.calls`, 1);
  add(tally, `spent.${on}.inputTokens`, usage.inputTokens);
  add(tally, `spent.${on}.outputTokens`, usage.outputTokens);
  addCost(tally, `spent.${on}`, cost);
}

function addCost(tally: Tally, name: string, cost: Cost | undefined): void {
  if (cost === undefined) return;
  add(tally, `${name}.money`, cost === "unpriced" ? 0 : cost.amount);
  add(tally, `${name}.unpriced`, cost === "unpriced" ? 1 : 0);
}

function add(tally: Tally, name: string, amount: number | undefined): void {
  if (amount !== undefined) tally.set(name, (tally.get(name) ?? 0) + amount);
}

/** Adds what `tally` counted to `sum`. */
export function addTally(sum: Tally, tally: Tally): void {
  for (const [name, amount] of tally) add(sum, name, amount);
}

/** A tally as people read it. */
export function readCounts(tally: Tally): CacheCounts {
  const get = (name: string): number => tally.get(name) ?? 0;
  const hits = { exact: get("hits.exact"), semantic: get("hits.semantic") };
  const misses = readReasons<MissReason>(tally, "misses.");
  const bypasses = readReasons<BypassReason>(tally, "bypasses.");
  const hitCount = hits.exact + hits.semantic;
  const lookups = hitCount + total(misses);
  return {
    requests: lookups + total(bypasses),
    hits,
    inFlightHits: get("inFlightHits"),
    misses,
    bypasses,
    writes: get("write"),
    notStored: readReasons<NotStoredReason>(tally, "notStored."),
    renewals: get("renew"),
    rescues: get("rescue"),
    comparisons: readComparisons(tally),
    promotions: get("promote"),
    feedback: { correct: get("feedback.correct"), wrong: get("feedback.wrong") },
    evictions: get("evict"),
    errors: get("error"),
    hitRate: lookups === 0 ? 0 : hitCount / lookups,
    saved: {
      inputTokens: get("saved.inputTokens"),
      outputTokens: get("saved.outputTokens"),
      milliseconds: get("saved.milliseconds"),
      ...readCost(tally, "saved"),
    },
  };
}

/** Money and calls without a price; nothing where nobody asked for prices. */
export function readCost(tally: Tally, name: string): { money?: number; unpriced?: number } {
  const money = tally.get(`${name}.money`);
  return money === undefined ? {} : { money, unpriced: tally.get(`${name}.unpriced`) ?? 0 };
}

const PURPOSES: readonly Comparison[] = ["explore", "verify", "audit", "shadow"];

function readComparisons(tally: Tally): CacheCounts["comparisons"] {
  const comparisons: Partial<Record<Comparison, Outcomes>> = {};
  for (const purpose of PURPOSES) {
    const get = (outcome: string): number => tally.get(`compare.${purpose}.${outcome}`) ?? 0;
    const outcomes = { same: get("same"), different: get("different"), failed: get("failed") };
    if (total({ ...outcomes }) > 0) comparisons[purpose] = outcomes;
  }
  return comparisons;
}

function readReasons<Reason extends string>(
  tally: Tally,
  prefix: string,
): Partial<Record<Reason, number>> {
  const reasons = [...tally].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    reasons.map(([name, amount]) => [name.slice(prefix.length), amount]),
  ) as Partial<Record<Reason, number>>;
}

function total(counts: Readonly<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce<number>((sum, amount = 0) => sum + amount, 0);
}
