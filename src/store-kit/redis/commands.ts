import { SemanticCacheError } from "../../errors.ts";

/** One Redis command: its name, then its arguments. */
export type Command = readonly [name: string, ...args: (string | Uint8Array)[]];

/**
 * What this library asks of a connection to Redis. Replies are text, whole numbers, null and lists of
 * these: no command is used whose reply differs between the two protocol versions.
 */
export interface RedisCommands {
  /**
   * Sends all commands without waiting between them (one round trip) and gives their replies in order.
   * They run one after the other, but not as one transaction.
   *
   * @throws the first error any of them is answered with.
   */
  send(commands: readonly Command[]): Promise<readonly unknown[]>;
}

/**
 * Sends what somebody counts on, such as what there is to remove, and makes sure that the replies are those to
 * these commands. A client that goes on after a garbled reply hands out each reply for the next command.
 *
 * @throws SemanticCacheError `store` when replies are out of step.
 */
export async function sendInStep(
  { send }: RedisCommands,
  commands: readonly Command[],
): Promise<readonly unknown[]> {
  const mark = crypto.randomUUID().replaceAll("-", "");
  const replies = await send([...commands, ["ECHO", mark]]);
  if (replies.at(-1) === mark) return replies.slice(0, -1);
  throw unlike("ECHO", "its mark, as if a reply had been lost", replies.at(-1));
}

/** A moment as Redis takes it: whole milliseconds, never before `time`. */
export function toMoment(time: number): string {
  return String(Math.ceil(time));
}

/** Text of a reply, or `undefined` when there is none. */
export function asText(reply: unknown): string | undefined {
  return typeof reply === "string" ? reply : undefined;
}

/**
 * The text a command was answered with, or `undefined` when there is none.
 *
 * @throws SemanticCacheError `store` for any other reply: what cannot be read must not look like nothing.
 */
export function requireText(command: string, reply: unknown): string | undefined {
  if (typeof reply === "string") return reply;
  if (reply === null || reply === undefined) return undefined;
  throw unlike(command, "a text or none", reply);
}

/**
 * The texts a command that asks for `count` of them was answered with; `undefined` stands for those that are
 * not there.
 *
 * @throws SemanticCacheError `store` for any other reply.
 */
export function requireTexts(
  command: string,
  reply: unknown,
  count: number,
): readonly (string | undefined)[] {
  if (Array.isArray(reply) && reply.length === count) {
    return reply.map((item) => requireText(command, item));
  }
  throw unlike(command, `a list of ${count}`, reply);
}

/**
 * The whole number a command was answered with.
 *
 * @throws SemanticCacheError `store` for any other reply.
 */
export function requireCount(command: string, reply: unknown): number {
  if (Number.isSafeInteger(reply)) return Number(reply);
  throw unlike(command, "a whole number", reply);
}

/** What to throw when the reply to a command is something else. It may hold anything: only its type is named. */
export function unlike(command: string, expected: string, reply: unknown): SemanticCacheError {
  const got = Array.isArray(reply) ? `a list of ${reply.length}` : typeof reply;
  const advice = "Is it a Redis, and does nothing change its replies on their way?";
  const message = `Redis answered ${command} with something else than ${expected}: ${got}. ${advice}`;
  return new SemanticCacheError("store", message);
}

/** A reply that is a list, or an empty list. */
export function asList(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

/** The texts of a reply that is a list; what is no text is left out. */
export function asTexts(reply: unknown): string[] {
  return asList(reply).filter((item) => typeof item === "string");
}
