import { wilsonInterval } from "../learning/interval.ts";

/** A share of cases with its 95 % interval. JSON-safe. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  /** From 0 to 1; `null` of no cases. */
  readonly share: number | null;
  /** Lower end of the interval; 0 of no cases. */
  readonly low: number;
  /** Upper end of the interval; 1 of no cases. */
  readonly high: number;
}

/**
 * A share with its Wilson interval. That takes the cases to be independent: of questions that come in
 * bursts it is too narrow.
 */
export function rateOf(count: number, of: number): Rate {
  const interval = wilsonInterval(count, of) ?? { share: null, low: 0, high: 1 };
  return { count, of, ...interval };
}
