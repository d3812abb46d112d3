import type { EntryAddress, EntryFilter, Hex } from "../../store.ts";
import {
  asList,
  asText,
  type Command,
  type RedisCommands,
  requireCount,
  sendInStep,
  unlike,
} from "./commands.ts";
import { CLOCK_TOLERANCE_MS } from "./listing-commands.ts";
import { fromMember, type RedisKeys, toMember } from "./redis-keys.ts";

/** How many entries are looked at between two round trips. */
export const BATCH_SIZE = 100;

/** Which entries there are, by index sets. A set may name entries that are gone, never miss one. */
export interface RedisListing {
  /** Addresses among which are all that a filter names, in batches. Each is given once. */
  candidates(filter: EntryFilter): AsyncGenerator<readonly EntryAddress[]>;
  /** How many entries are alive, of one namespace when named. */
  count(namespace: Hex | undefined): Promise<number>;
}

/** A member of an index set and when it ends. */
export interface Member {
  readonly name: string;
  readonly expiresAt: number;
}

/** Reads the index sets under `keys`. */
export function redisListing(commands: RedisCommands, keys: RedisKeys): RedisListing {
  /** The sets which hold what the filter names, by each of its fields. */
  function choices({ namespace, model, tags, sources }: EntryFilter): string[][] {
    return [
      [keys.all],
      namespace === undefined ? [] : [keys.indexed("namespace", namespace)],
      model === undefined ? [] : [keys.indexed("model", model)],
      tags === undefined ? [] : tags.map((tag) => keys.indexed("tag", tag)),
      sources === undefined ? [] : sources.map((source) => keys.indexed("source", source)),
    ].filter((sets) => sets.length > 0);
  }

  async function smallest(filter: EntryFilter): Promise<string[]> {
    const sets = choices(filter);
    const cards = sets.flat().map((set): Command => ["ZCARD", set]);
    const counts = (await sendInStep(commands, cards)).map((reply) => requireCount("ZCARD", reply));
    const sized = sets.map((names) => {
      const entries = counts.splice(0, names.length).reduce((sum, count) => sum + count, 0);
      return { names, entries };
    });
    return sized.sort((left, right) => left.entries - right.entries)[0]?.names ?? [];
  }

  async function* listed(sets: readonly string[]): AsyncGenerator<readonly EntryAddress[]> {
    const seen = new Set<string>();
    for (const set of sets) {
      for await (const members of membersOf(commands, set)) {
        const fresh = members.map(({ name }) => name).filter((name) => !seen.has(name));
        for (const name of fresh) seen.add(name);
        yield* batchesOf(fresh.map(fromMember).filter((address) => address !== undefined));
      }
    }
  }

  return {
    async *candidates(filter) {
      const { entries, tags, sources } = filter;
      if (entries) yield* batchesOf(unique(entries));
      else if (tags?.length !== 0 && sources?.length !== 0) yield* listed(await smallest(filter));
    },
    async count(namespace) {
      const set = namespace === undefined ? keys.all : keys.indexed("namespace", namespace);
      const ask: Command = ["ZCOUNT", set, `(${Date.now()}`, "+inf"];
      const [count] = await sendInStep(commands, [ask]);
      return requireCount("ZCOUNT", count);
    },
  };
}

/** The members of a set that may not have ended, step by step. One may come twice while the set changes. */
export async function* membersOf(
  commands: RedisCommands,
  set: string,
): AsyncGenerator<readonly Member[]> {
  let cursor = "0";
  do {
    const scan: Command = ["ZSCAN", set, cursor, "COUNT", String(BATCH_SIZE)];
    const [reply] = await sendInStep(commands, [scan]);
    const [next, found] = asList(reply);
    if (asText(next) === undefined || !Array.isArray(found))
      throw unlike(`ZSCAN ${set}`, "a list of members", reply);
    const ended = Date.now() - CLOCK_TOLERANCE_MS;
    yield toMembers(found).filter(({ expiresAt }) => expiresAt > ended);
    cursor = String(next);
  } while (cursor !== "0");
}

function toMembers(reply: readonly unknown[]): Member[] {
  const members: Member[] = [];
  for (let at = 0; at + 1 < reply.length; at += 2) {
    const name = asText(reply[at]);
    if (name !== undefined) members.push({ name, expiresAt: Number(reply[at + 1]) });
  }
  return members;
}

function unique(addresses: readonly EntryAddress[]): EntryAddress[] {
  return [...new Map(addresses.map((address) => [toMember(address), address])).values()];
}

function* batchesOf(addresses: readonly EntryAddress[]): Generator<readonly EntryAddress[]> {
  for (let at = 0; at < addresses.length; at += BATCH_SIZE) {
    yield addresses.slice(at, at + BATCH_SIZE);
  }
}
