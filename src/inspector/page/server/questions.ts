import type { EntryAnswer } from "../../contract.ts";
import { ask, ServerProblem, urlOf } from "./ask.ts";

/** The stored questions of entries, each asked for once, and a few at a time. */
export interface Questions {
  /** `undefined` where the entry is gone, has no question, or cannot be had. */
  of(entryId: string): Promise<string | undefined>;
}

const AT_ONCE = 4;
const MOST = 2_000;

/** {@link Questions} that are not asked for yet. */
export function createQuestions(): Questions {
  const known = new Map<string, Promise<string | undefined>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function fetchQuestion(entryId: string): Promise<string | undefined> {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => void waiting.push(resolve));
    running++;
    try {
      const { entry } = await ask<EntryAnswer>(urlOf("entry", { entryId }));
      return entry.query;
    } catch (error) {
      const isGone = error instanceof ServerProblem && error.status === 404;
      if (!isGone) known.delete(entryId); // ask again when it is shown again
      return undefined;
    } finally {
      running--;
      waiting.shift()?.();
    }
  }

  return {
    of(entryId) {
      const asked = known.get(entryId) ?? fetchQuestion(entryId);
      if (known.size >= MOST) known.clear();
      known.set(entryId, asked);
      return asked;
    },
  };
}
