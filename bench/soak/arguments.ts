import { parseArgs } from "node:util";

/** What a run of the soak is asked for. */
export interface SoakArguments {
  /** Ends after so many seconds, or operations, whichever comes first. */
  readonly seconds: number;
  readonly operations: number;
  readonly workers: number;
  readonly concurrency: number;
  readonly seed: number;
  readonly json: boolean;
}

/** How the soak is called. */
export const USAGE = `npm run soak -- [options]

  --seconds N      how long (60; without an end where --operations is given)
  --operations N   end after so many
  --workers N      processes (4)
  --concurrency N  requests at once in each process (16)
  --seed N         of all random choices (the time)
  --json           one object instead of lines

Heaps: caches inside a process fill in the first minutes, the sketches of redisStore within one (2 MB here,
64 MB by default). Only a slope that lasts longer tells of a leak.`;

/** @throws Error with {@link USAGE} for what is no argument, or no number. */
export function readArguments(args: readonly string[]): SoakArguments {
  const text = { type: "string" } as const;
  const options = {
    ...{ seconds: text, operations: text, workers: text, concurrency: text, seed: text },
    json: { type: "boolean" },
  } as const;
  const { values } = parse(() => parseArgs({ args: [...args], options }));
  const numberOf = (name: Exclude<keyof typeof values, "json">, fallback: number): number => {
    const value = values[name] === undefined ? fallback : Number(values[name]);
    if (value > 0) return value;
    throw new Error(`--${name} must be a number above 0; got ${values[name]}.\n\n${USAGE}`);
  };
  const forever = Number.POSITIVE_INFINITY;
  return {
    seconds: numberOf("seconds", values.operations === undefined ? 60 : forever),
    operations: numberOf("operations", forever),
    workers: numberOf("workers", 4),
    concurrency: numberOf("concurrency", 16),
    seed: numberOf("seed", Date.now() % 1_000_000),
    json: values.json ?? false,
  };
}

function parse<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}
