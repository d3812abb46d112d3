import { startTimer } from "../../deadline.ts";
import type { EntryAddress, Invalidation } from "../../store.ts";
import { asList, asTexts, type Command, type RedisCommands } from "./commands.ts";
import { fromMember, toMember } from "./redis-keys.ts";

/** News of what was written and removed, for those who hold copies: a stream that is asked now and then. */
export interface RedisFeed {
  /** The commands that tell others of changed entries; of everything when none are given. */
  announce(addresses?: readonly EntryAddress[]): readonly Command[];
  /** Calls `listener` for the news of others until the returned function is called. */
  listen(listener: (invalidation: Invalidation) => void): () => void;
  /** Stops asking, whoever listens. */
  close(): void;
}

/** How many pieces of news the stream holds at least; who was away for longer trusts no copy. */
const KEPT = 10_000;
const KEPT_MS = 86_400_000;
const READ_AT_ONCE = 1_000;
/** From here on one word for everything is cheaper than a list. */
const MOST_ENTRIES = 100;
const EVERYTHING = "*";

/** A feed in the stream `key`, asked every `intervalMs` while somebody listens. */
export function redisFeed({ send }: RedisCommands, key: string, intervalMs: number): RedisFeed {
  const writer = crypto.randomUUID().replaceAll("-", "");
  const listeners = new Set<(invalidation: Invalidation) => void>();
  let stopTimer: (() => void) | undefined;
  let seen: string | undefined; // the id of the last piece of news that was read, "" when there was none

  function tell(invalidation: Invalidation): void {
    for (const listener of listeners) {
      try {
        listener(invalidation);
      } catch {
        // its failure is its own: nobody waits here
      }
    }
  }

  async function start(): Promise<void> {
    const [last] = await send([["XREVRANGE", key, "+", "-", "COUNT", "1"]]);
    seen = toNews(asList(last)[0])?.id ?? "";
  }

  async function ask(): Promise<void> {
    if (seen === undefined) {
      await start();
      return tell({}); // what happened while it could not be asked is not known
    }
    const [reply] = await send([["XRANGE", key, seen || "-", "+", "COUNT", String(READ_AT_ONCE)]]);
    const news = asList(reply).map(toNews);
    const isWhole = seen === "" || news[0]?.id === seen;
    const fresh = seen === "" ? news : news.slice(1);
    seen = news.at(-1)?.id ?? "";
    if (!isWhole || fresh.includes(undefined)) return tell({});
    const texts = fresh.flatMap((item) => (item && item.writer !== writer ? [item.text] : []));
    if (texts.length > 0) tell(toInvalidation(texts));
  }

  function plan(): void {
    if (listeners.size === 0) return;
    stopTimer?.(); // one at a time, also when somebody listens anew during a question
    stopTimer = startTimer(intervalMs, () => void round(), { letsExit: true });
  }

  async function round(): Promise<void> {
    try {
      await ask();
    } catch {
      seen = undefined;
      tell({});
    }
    plan();
  }

  function close(): void {
    listeners.clear();
    stopTimer?.();
    seen = undefined;
  }

  return {
    announce: (addresses) => [
      ["XADD", key, "MAXLEN", "~", String(KEPT), "*", "w", writer, "a", textOf(addresses)],
      ["PEXPIRE", key, String(KEPT_MS)],
    ],
    listen(listener) {
      listeners.add(listener);
      if (listeners.size === 1) start().then(plan, () => void round());
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) close();
      };
    },
    close,
  };
}

function textOf(addresses: readonly EntryAddress[] | undefined): string {
  return addresses?.map(toMember).join(",") ?? EVERYTHING;
}

function toNews(item: unknown): { id: string; writer: string; text: string } | undefined {
  const [id, fields] = asList(item);
  const [, writer, , text] = asTexts(fields);
  return typeof id === "string" && writer && text ? { id, writer, text } : undefined;
}

function toInvalidation(texts: readonly string[]): Invalidation {
  const members = texts.flatMap((text) => text.split(","));
  if (members.length > MOST_ENTRIES) return {};
  const addresses = members.map(fromMember);
  const entries = addresses.filter((address) => address !== undefined);
  return entries.length === addresses.length ? { entries } : {};
}
