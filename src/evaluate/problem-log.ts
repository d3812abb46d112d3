import type { ErrorStage } from "../observe/events.ts";
import type { Problem } from "./evaluation.ts";

/** Failures, counted. */
export interface ProblemLog {
  add(stage: ErrorStage, error: unknown): void;
  list(): readonly Problem[];
}

/** An empty {@link ProblemLog}. */
export function createProblemLog(): ProblemLog {
  const counts = new Map<string, Problem>();
  return {
    add(stage, error) {
      const message = error instanceof Error ? error.message : String(error);
      const name = `${stage}: ${message}`;
      counts.set(name, { stage, message, count: (counts.get(name)?.count ?? 0) + 1 });
    },
    list: () => [...counts.values()],
  };
}
