import type { Hex } from "../../store.ts";
import type { RedisCommands } from "./commands.ts";

/** Gives a lease back, when it is still ours. */
const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

/** Holds the lease of `key` for a while, or not, when somebody else does. It ends by itself. */
export async function redisLease(
  { send }: RedisCommands,
  key: string,
  milliseconds: number,
): Promise<{ release(): Promise<void> } | undefined> {
  const token: Hex = crypto.randomUUID().replaceAll("-", "");
  const time = String(Math.max(1, Math.ceil(milliseconds)));
  const [reply] = await send([["SET", key, token, "NX", "PX", time]]);
  if (reply !== "OK") return undefined;
  return {
    release: async () => void (await send([["EVAL", RELEASE, "1", key, token]])),
  };
}
