import type fc from "fast-check";
import type { CacheStore } from "../../src/index.ts";
import type { NaiveStore } from "./naive-store.ts";

/** The store under test, as its processes have it: number 0, and number 1 where there can be another. */
export interface RealStore {
  of(process: number): CacheStore;
  /** A process ends without a word, and comes back. */
  crash(process: number): Promise<void>;
  /** Lets time go by. */
  later(milliseconds: number): void;
}

/** A step of a story that a naive store and a real one live through together. */
export type StoreCommand = fc.AsyncCommand<NaiveStore, RealStore>;

/** A minute and an hour in milliseconds. */
export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;

/** A step that one of the processes takes. `run` does it in both stores, and compares. */
export function step(
  name: string,
  details: unknown,
  run: (naive: NaiveStore, store: CacheStore, real: RealStore) => Promise<void>,
  check: (naive: Readonly<NaiveStore>) => boolean = () => true,
): (process: number) => StoreCommand {
  return (process) => ({
    check,
    async run(naive, real) {
      real.later(1); // so that everything has a moment of its own
      await run(naive, real.of(process), real);
    },
    toString: () => `process ${process}: ${name} ${JSON.stringify(details)}`,
  });
}
