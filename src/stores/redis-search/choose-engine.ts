import { lazy } from "../../lazy.ts";
import type { RedisCommands } from "../../store-kit/redis/commands.ts";
import type { RedisKeys } from "../../store-kit/redis/redis-keys.ts";
import { detectEngine } from "./detect-engine.ts";
import { queryEngine, type RedisSearchAlgorithm } from "./query-engine.ts";
import type { RedisSearchEngine, VectorEngine } from "./vector-engine.ts";
import { vectorSets } from "./vector-sets.ts";

/** What an engine is chosen and made with. `prefix` was checked, `keys` begin with it. */
export interface EngineParts {
  readonly commands: RedisCommands;
  readonly keys: RedisKeys;
  readonly prefix: string;
  readonly engine: "auto" | RedisSearchEngine;
  readonly algorithm: RedisSearchAlgorithm;
}

/** The engine of a store, which may have to be found out first. */
export interface ChosenEngine {
  /** Finds out at the first call; a failure is forgotten, so the next call asks again. */
  connect(): Promise<VectorEngine>;
  /** @throws Error before `connect` has come to an end. */
  current(): VectorEngine;
}

/** Takes the engine that was named, or the one the server has. */
export function chooseEngine(parts: EngineParts): ChosenEngine {
  let chosen: VectorEngine | undefined;

  async function choose(): Promise<VectorEngine> {
    const name = parts.engine === "auto" ? await detectEngine(parts.commands) : parts.engine;
    chosen = name === "query-engine" ? queryEngine(parts) : vectorSets(parts.commands, parts.keys);
    return chosen;
  }
  const chosenOnce = lazy(choose);

  return {
    connect: async () => chosenOnce(),
    current() {
      if (chosen) return chosen;
      throw new Error("redisSearchStore: asked before the server was.");
    },
  };
}
