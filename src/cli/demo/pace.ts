import { setTimeout as sleep } from "node:timers/promises";

/** How fast a model is, with one question. */
export interface Pace {
  /** Milliseconds until it says the first token. */
  readonly firstTokenMs: number;
  /** Milliseconds from one token to the next. */
  readonly tokenMs: number;
}

/** The pace of the stand-in model: as varied as a real one's, and the same in every run. */
export function paceOf(question: string, speed: number): Pace {
  const hash = hashOf(question);
  const tokensPerSecond = 25 + ((hash >>> 9) % 36);
  return {
    firstTokenMs: (350 + (hash % 350)) / speed,
    tokenMs: 1000 / tokensPerSecond / speed,
  };
}

/** Waits, unless it is too short a time for a timer. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds >= 1) await sleep(milliseconds, undefined, { signal });
}

/** Pieces of a text about as long as a model's tokens. */
export function tokenize(text: string): string[] {
  return text.match(/\s*\S{1,6}/g) ?? [];
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619);
  return hash >>> 0;
}
