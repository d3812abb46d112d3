import { SemanticCacheError } from "../errors.ts";

/** When a dependency is left alone, and for how long. */
export interface BreakerRules {
  /** Failures in a row that open the breaker. */
  readonly failures: number;
  /** Share of the latest {@link LATEST} calls that opens it. */
  readonly failureRate: number;
  /** How long it stays open, in milliseconds; up to a tenth more or less, so that processes do not return together. */
  readonly pauseMs: number;
}

/** How a call ended. `unknown` says nothing about the dependency: the caller left, or its text was refused. */
export type CallOutcome = "succeeded" | "failed" | "unknown";

/**
 * Keeps calls from a dependency that fails, so that it costs nothing while it is down and can recover
 * (the circuit breaker of Nygard, “Release It!”). After a pause one call is let through as a probe, and
 * decides.
 */
export interface Breaker {
  /**
   * Lets a call through and returns its ticket, for {@link Breaker.end}.
   *
   * @throws SemanticCacheError `breaker-open`.
   */
  begin(): number;
  /** Says how the call with this ticket ended. What began before the breaker last changed is ignored. */
  end(ticket: number, outcome: CallOutcome): void;
  /** Whether {@link Breaker.begin} would throw. */
  refuses(): boolean;
}

/** Calls whose outcomes are remembered. */
const LATEST = 20;
const LATEST_MASK = 2 ** LATEST - 1;

/** A closed {@link Breaker}. `onChange` hears once of each opening and of each closing. */
export function createBreaker(options: {
  readonly name: string;
  readonly rules: BreakerRules;
  readonly onChange: (state: "open" | "closed") => void;
  /** Milliseconds that never run backwards. @default performance.now */
  readonly now?: (() => number) | undefined;
  /** @default Math.random */
  readonly random?: (() => number) | undefined;
}): Breaker {
  const { name, rules, onChange, now = () => performance.now(), random = Math.random } = options;
  let state: "closed" | "open" | "probing" = "closed";
  let ticket = 0;
  let failuresInARow = 0;
  let seen = 0;
  /** One bit a call, the latest lowest; set for a failure. */
  let latest = 0;
  let probesAt = 0;

  function open(pauseMs: number): void {
    state = "open";
    ticket++;
    probesAt = now() + pauseMs;
  }

  const pause = (): number => rules.pauseMs * (0.9 + 0.2 * random());

  function count(isFailure: boolean): void {
    failuresInARow = isFailure ? failuresInARow + 1 : 0;
    latest = ((latest << 1) | Number(isFailure)) & LATEST_MASK;
    if (seen < LATEST) seen++;
  }

  function isTooMuch(): boolean {
    if (failuresInARow >= rules.failures) return true;
    return seen === LATEST && ones(latest) >= rules.failureRate * LATEST;
  }

  function endProbe(outcome: CallOutcome): void {
    if (outcome !== "succeeded") {
      open(outcome === "failed" ? pause() : 0);
      return;
    }
    state = "closed";
    ticket++;
    failuresInARow = seen = latest = 0;
    onChange("closed");
  }

  const refuses = (): boolean => state === "probing" || (state === "open" && now() < probesAt);

  return {
    refuses,
    begin() {
      if (state === "closed") return ticket;
      if (refuses()) {
        throw new SemanticCacheError(
          "breaker-open",
          `${name} fails: it is left alone for a while.`,
        );
      }
      state = "probing";
      return ++ticket;
    },
    end(ended, outcome) {
      if (ended !== ticket) return;
      if (state === "probing") return endProbe(outcome);
      if (outcome === "unknown") return;
      count(outcome === "failed");
      // Only a failure opens it, not a success that pushes an older one out of sight.
      if (outcome === "succeeded" || !isTooMuch()) return;
      open(pause());
      onChange("open");
    },
  };
}

function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
