import { Redis } from "ioredis5";

/** Upstash Redis as its public documentation describes its HTTP interface, in front of a real Redis. */
export interface RedisBridge {
  readonly url: string;
  readonly token: string;
  /** What was asked: the path, and the commands. */
  readonly requests: { readonly path: string; readonly commands: readonly Command[] }[];
  handle(request: Request): Promise<Response>;
  /** Answers the next request with an error. */
  failNext(status: number, error: string): void;
  close(): void;
}

type Command = readonly (string | number)[];
type Encode = (text: Buffer) => string;
type Reply = { readonly result: unknown } | { readonly error: string };

/** A bridge to the Redis at `redisUrl`. */
export function redisBridge(redisUrl: string): RedisBridge {
  const redis = new Redis(redisUrl); // RESP2, as the service answers
  const requests: RedisBridge["requests"] = [];
  const failures: { readonly status: number; readonly error: string }[] = [];
  const token = crypto.randomUUID();

  async function run([name = "", ...args]: Command, encode: Encode): Promise<Reply> {
    try {
      return { result: encoded(await redis.callBuffer(String(name), args), encode) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  async function transaction(commands: readonly Command[], encode: Encode): Promise<Reply[]> {
    const multi = redis.multi();
    for (const [name = "", ...args] of commands) multi.callBuffer(String(name), args);
    const replies = (await multi.exec()) ?? [];
    return replies.map(([error, reply]) =>
      error ? { error: error.message } : { result: encoded(reply, encode) },
    );
  }

  async function answer(path: string, body: unknown, encode: Encode): Promise<Reply | Reply[]> {
    const commands = (path === "/" ? [body] : body) as readonly Command[];
    requests.push({ path, commands });
    if (path === "/multi-exec") return transaction(commands, encode);
    const replies: Reply[] = [];
    for (const command of commands) replies.push(await run(command, encode));
    return path === "/" ? (replies[0] ?? { error: "ERR empty command" }) : replies;
  }

  return {
    url: `https://${token}.upstash-redis.test`,
    token,
    requests,
    failNext: (status, error) => void failures.push({ status, error }),
    async handle(request) {
      if (request.headers.get("authorization") !== `Bearer ${token}`) {
        return Response.json({ error: "WRONGPASS invalid or missing auth token" }, { status: 401 });
      }
      const failure = failures.shift();
      if (failure) return Response.json({ error: failure.error }, { status: failure.status });
      const isBase64 = request.headers.get("upstash-encoding") === "base64";
      const encode: Encode = (text) => text.toString(isBase64 ? "base64" : "utf8");
      const reply = await answer(new URL(request.url).pathname, await request.json(), encode);
      const isRefused = !Array.isArray(reply) && "error" in reply;
      return Response.json(reply, { status: isRefused ? 400 : 200 });
    },
    close: () => redis.disconnect(),
  };
}

/** Texts as the client asked for them. `OK` is never encoded. */
function encoded(reply: unknown, encode: Encode): unknown {
  if (Array.isArray(reply)) return reply.map((item) => encoded(item, encode));
  if (!Buffer.isBuffer(reply)) return reply;
  return reply.equals(Buffer.from("OK")) ? "OK" : encode(reply);
}
