/** What a Redis answers when it cannot do what it is asked: each is a reply to one command. */
export const REDIS_REFUSALS: Readonly<Record<string, string>> = {
  LOADING: "-LOADING Redis is loading the dataset in memory\r\n",
  READONLY: "-READONLY You can't write against a read only replica.\r\n",
  OOM: "-OOM command not allowed when used memory > 'maxmemory'.\r\n",
  NOAUTH: "-NOAUTH Authentication required.\r\n",
  MOVED: "-MOVED 3999 127.0.0.1:1\r\n",
  CLUSTERDOWN: "-CLUSTERDOWN The cluster is down\r\n",
  "another type": "*2\r\n:1\r\n$3\r\nfoo\r\n",
};

/** A scripted server that gives each command of a request the same reply, and counts commands. */
export interface ScriptedReplies {
  reply(request: Uint8Array): string;
  /** Commands that were answered. */
  answered(): number;
}

/** {@link ScriptedReplies} of the Redis protocol: a command is a list of texts with lengths. */
export function redisReplies(reply: string): ScriptedReplies {
  let answered = 0;
  let rest = Buffer.alloc(0);
  return {
    reply(request) {
      rest = Buffer.concat([rest, request]);
      let replies = "";
      for (let end = commandEnd(rest); end > 0; end = commandEnd(rest)) {
        rest = rest.subarray(end);
        replies += reply;
        answered++;
      }
      return replies;
    },
    answered: () => answered,
  };
}

/** {@link ScriptedReplies} of HTTP: one for each request, after which the connection stays open. */
export function httpReplies(status: number, type: string, body: string): ScriptedReplies {
  let answered = 0;
  const head = [
    `HTTP/1.1 ${status} Scripted`,
    `content-type: ${type}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return {
    reply(request) {
      const begins =
        Buffer.from(request)
          .toString("latin1")
          .match(/^(POST|GET) \S+ HTTP/gm) ?? [];
      answered += begins.length;
      return `${head.join("\r\n")}\r\n\r\n${body}`.repeat(begins.length);
    },
    answered: () => answered,
  };
}

/** Where the first command of a buffer ends; 0 when it is not all there. */
function commandEnd(buffer: Buffer): number {
  const line = (from: number): number => buffer.indexOf("\r\n", from);
  let at = line(0);
  if (at < 0) return 0;
  const texts = Number(buffer.toString("latin1", 1, at));
  at += 2;
  for (let text = 0; text < texts; text++) {
    const end = line(at);
    if (end < 0) return 0;
    at = end + 2 + Number(buffer.toString("latin1", at + 1, end)) + 2;
  }
  return at <= buffer.length ? at : 0;
}
