/** One of the things that are compared. */
export interface Variant {
  /** Runs before every timed run, and is not timed. */
  readonly prepare?: () => unknown;
  /** What is timed. The result is kept alive, so that no engine can leave the work out. */
  readonly run: () => unknown;
}

/** How long the runs of one variant took, in milliseconds, in the order they ran. */
export interface Timing {
  readonly samples: readonly number[];
  /** The best run: what it costs when nothing else disturbs it. */
  readonly min: number;
  readonly median: number;
}

/**
 * Times variants against each other on a machine that is not ours alone: every round runs each of them
 * once, in changing order, so that a disturbance meets all of them.
 */
export async function measure<Name extends string>(
  variants: Readonly<Record<Name, Variant>>,
  { rounds, warmup = 3 }: { readonly rounds: number; readonly warmup?: number },
): Promise<Record<Name, Timing>> {
  const names = Object.keys(variants) as Name[];
  globalThis.gc?.();
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmup; round < rounds; round++) {
    for (const [position] of names.entries()) {
      const name = names[(position + round + warmup) % names.length] as Name;
      const milliseconds = await timeOnce(variants[name]);
      if (round >= 0) samples.get(name)?.push(milliseconds);
    }
  }
  const timings = names.map((name) => [name, toTiming(samples.get(name) ?? [])] as const);
  return Object.fromEntries(timings) as Record<Name, Timing>;
}

/** The median of the rounds' own ratios: what one costs of the other when both are disturbed alike. */
export function medianRatio(numerator: Timing, denominator: Timing): number {
  const ratios = numerator.samples.map((value, round) => value / (denominator.samples[round] ?? 1));
  return medianOf(ratios);
}

/** The middle of some numbers. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A number with three significant digits, as reports print it. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

const kept: { last?: unknown } = {};

async function timeOnce({ prepare, run }: Variant): Promise<number> {
  await prepare?.();
  // What others threw away is not paid here. A full collection would also throw away compiled code.
  globalThis.gc?.({ type: "minor" });
  const startedAt = performance.now();
  kept.last = await run();
  return performance.now() - startedAt;
}

function toTiming(samples: readonly number[]): Timing {
  return { samples, min: Math.min(...samples), median: medianOf(samples) };
}
