import { describe, inject } from "vitest";

/** The engines that a test run starts itself, see `start-engines.ts`. */
export type EngineName = "redis" | "valkey" | "postgres";

/** A running server that tests may write to. */
export interface Engine {
  /** With its version: `Redis 8.0.2`. */
  readonly name: string;
  readonly url: string;
}

declare module "vitest" {
  interface ProvidedContext {
    engines: Readonly<Partial<Record<EngineName, Engine>>>;
  }
}

/**
 * A suite of a store on an engine: its title reads `redis on Redis 8.0.2, ioredis 6`. Skipped where
 * the engine is not there; the test run has then said in one line how to get it.
 */
export function describeOn(
  engineName: EngineName,
  title: { readonly store: string; readonly client?: string },
  suite: (engine: Engine) => void,
): void {
  const engine = inject("engines")[engineName];
  const on = engine?.name ?? engineName;
  const client = title.client ? `, ${title.client}` : "";
  describe.skipIf(!engine)(`${title.store} on ${on}${client}`, () => {
    if (engine) suite(engine);
  });
}
