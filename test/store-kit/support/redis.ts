import type { Redis } from "ioredis";
import type { StoredEntry } from "../../../src/index.ts";
import type { IoredisLike } from "../../../src/stores/redis/index.ts";

/** A prefix nobody else uses. */
export const freshPrefix = (): string => `test-${crypto.randomUUID()}`;

export const SCOPE: string = "5c0be".padEnd(64, "0");
export const SPACE: string = "5bace".padEnd(64, "0");

/** Some hex text for a number. */
export const hexOf = (number: number): string => (number + 1).toString(16).padStart(16, "0");

/** An entry that is found by the vector (1, 0, 0, 0). */
export function entryOf(fields: Partial<StoredEntry> = {}): StoredEntry {
  const createdAt = Date.now();
  return {
    scope: SCOPE,
    key: "c0ffee",
    namespace: "a0",
    model: "b0",
    tags: [],
    sources: [],
    space: SPACE,
    vector: Float32Array.of(1, 0, 0, 0),
    createdAt,
    staleAt: createdAt + 60_000,
    expiresAt: createdAt + 60_000,
    payload: "{}",
    ...fields,
  };
}

/** A client that notes its commands, how often it was waited for, and how much text it moved. */
export interface NotingClient extends IoredisLike {
  readonly commands: readonly (readonly string[])[];
  readonly roundTrips: () => number;
  readonly characters: () => number;
  readonly reset: () => void;
}

/** Notes what goes through `client`. Commands that are sent without waiting between them are one round trip. */
export function notingClient(client: Redis): NotingClient {
  const commands: string[][] = [];
  let [trips, characters, isOpen] = [0, 0, false];
  return {
    commands,
    roundTrips: () => trips,
    characters: () => characters,
    reset() {
      commands.length = 0;
      [trips, characters] = [0, 0];
    },
    async call(name, args) {
      const texts = args.map(String);
      commands.push([name, ...texts]);
      if (!isOpen) trips++;
      isOpen = true;
      queueMicrotask(() => {
        isOpen = false;
      });
      const reply = await client.call(name, texts);
      characters += texts.join(" ").length + JSON.stringify(reply ?? null).length;
      return reply;
    },
  };
}

/** All keys that begin with a prefix. */
export async function keysUnder(client: Redis, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const keys of client.scanStream({ match: `${prefix}:*`, count: 1_000 })) {
    found.push(...(keys as string[]));
  }
  return [...new Set(found)].sort();
}
