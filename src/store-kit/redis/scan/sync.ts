import { asList, asTexts, type Command, type RedisCommands, requireText } from "../commands.ts";
import { createMirror, type Mirror } from "./mirror.ts";
import { SMALL_LENGTH } from "./packed.ts";
import type { SpaceKeys } from "./space-keys.ts";

/** A mirror and up to where it has followed Redis. */
export interface Synced {
  readonly mirror: Mirror;
  /** Asks for what happened since. `undefined`: this cannot be told, the mirror is for once. */
  readonly question: Command | undefined;
  /** Takes over the answer; `undefined` when there is a gap and all must be read again. */
  follow(answer: unknown): Synced | undefined;
}

const MOST_NEWS = 500;

/** Reads everything: one round trip. A mirror that is used once does not ask for where the log is. */
export async function loadMirror(
  { send }: RedisCommands,
  keys: SpaceKeys,
  isKept: boolean,
): Promise<Synced> {
  const all: Command = ["GET", keys.packed];
  // First the log: what comes after its end may be applied twice.
  const end: Command[] = isKept ? [["XREVRANGE", keys.log, "+", "-", "COUNT", "1"]] : [];
  const replies = await send([...end, all]);
  const packed = requireText("GET", replies.at(-1)) ?? "";
  if (packed.length <= SMALL_LENGTH) return smallMirror(keys, packed);
  const last = isKept ? toNews(asList(replies[0])[0]) : undefined;
  return loggedMirror(keys, createMirror(packed), last);
}

/** Few sketches: the text itself is read each time, there is no log. */
function smallMirror(keys: SpaceKeys, packed: string): Synced {
  const synced: Synced = {
    mirror: createMirror(packed),
    question: ["GETRANGE", keys.packed, "0", String(SMALL_LENGTH)], // one more than is small
    follow(answer) {
      const text = requireText("GETRANGE", answer) ?? "";
      if (text === packed) return synced;
      return text.length <= SMALL_LENGTH ? smallMirror(keys, text) : undefined;
    },
  };
  return synced;
}

interface News {
  readonly id: string;
  readonly piece: string;
}

/** Many sketches: the log is read from the last known piece on, which must still be there. */
function loggedMirror(keys: SpaceKeys, mirror: Mirror, start: News | undefined): Synced {
  if (!start) return { mirror, question: undefined, follow: () => undefined };
  let last: News = start; // searches overlap: another one may have gone on meanwhile
  const synced = (): Synced => {
    const asked = last;
    return {
      mirror,
      question: ["XRANGE", keys.log, asked.id, "+", "COUNT", String(MOST_NEWS)],
      follow(answer) {
        const news = wholeNews(answer, asked);
        if (!news) return undefined;
        for (const item of news) {
          if (!isLater(item.id, last.id)) continue;
          mirror.apply(item.piece);
          last = item;
        }
        return synced();
      },
    };
  };
  return synced();
}

/** The news after what was known, which must be the first; `undefined` when some is missing. */
function wholeNews(answer: unknown, known: News): readonly News[] | undefined {
  const list = asList(answer).map(toNews);
  const news = list.filter((item) => item !== undefined);
  const isWhole = news[0]?.id === known.id && news[0].piece === known.piece;
  return isWhole && news.length === list.length && news.length < MOST_NEWS ? news : undefined;
}

function toNews(item: unknown): News | undefined {
  const [id, fields] = asList(item);
  const [, piece] = asTexts(fields);
  return typeof id === "string" && piece ? { id, piece } : undefined;
}

/** Whether one id of a stream (`milliseconds-number`) comes after another. */
function isLater(left: string, right: string): boolean {
  const [leftTime, leftNumber] = left.split("-").map(Number);
  const [rightTime, rightNumber] = right.split("-").map(Number);
  if (leftTime !== rightTime) return Number(leftTime) > Number(rightTime);
  return Number(leftNumber) > Number(rightNumber);
}
