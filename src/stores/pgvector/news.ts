import type { EntryAddress, Invalidation } from "../../store.ts";
import { isHex } from "../../store-kit/checked-entry.ts";
import type { PgvectorListener } from "./client.ts";

/** PostgreSQL takes payloads of less than 8,000 bytes; an address of two long hashes has 257. */
const ADDRESSES_PER_NOTIFICATION = 30;
/** More news than this is told as "anything may have changed". */
const MAX_ADDRESSES = 300;
const EVERYTHING = "*";

/**
 * The payloads that tell of removed and replaced entries, separated by commas. Each begins with its
 * sender. Without entries: all may have changed.
 */
export function toNews(sender: string, entries?: readonly EntryAddress[]): string {
  if (!entries || entries.length > MAX_ADDRESSES) return `${sender} ${EVERYTHING}`;
  const news: string[] = [];
  for (let at = 0; at < entries.length; at += ADDRESSES_PER_NOTIFICATION) {
    const some = entries.slice(at, at + ADDRESSES_PER_NOTIFICATION);
    news.push([sender, ...some.map(({ scope, key }) => `${scope}.${key}`)].join(" "));
  }
  return news.join(",");
}

/** Reads a payload: `undefined` for news of one's own. What is not understood may mean anything. */
export function fromNews(self: string, payload: string): Invalidation | undefined {
  const [sender, ...words] = payload.split(" ");
  if (sender === self) return undefined;
  const entries = words.map((word) => {
    const [scope, key] = word.split(".", 2);
    return { scope: scope ?? "", key: key ?? "" };
  });
  return entries.length > 0 && entries.every(({ scope, key }) => isHex(scope) && isHex(key))
    ? { entries }
    : {};
}

/** Of a connection that breaks: unheard, the event would end the process before `end` could be told. */
function ignore(): void {}

/** Calls `hear` for every payload on a channel, and `deaf` when nothing is heard any more. */
export async function listen(
  listener: PgvectorListener,
  channel: string,
  hear: (payload: string) => void,
  deaf: () => void,
): Promise<() => unknown> {
  if ("listen" in listener) return listener.listen(channel, hear);
  const onNotification = (message: { channel: string; payload?: string | undefined }): void => {
    if (message.channel === channel) hear(message.payload ?? "");
  };
  const stop = (): void => {
    listener.off("notification", onNotification);
    listener.off("end", deaf);
    listener.off("error", ignore);
  };
  listener.on("notification", onNotification);
  listener.on("end", deaf);
  listener.on("error", ignore);
  try {
    await listener.query(`LISTEN ${channel}`);
  } catch (error) {
    stop();
    throw error;
  }
  return () => {
    stop();
    return listener.query(`UNLISTEN ${channel}`);
  };
}
