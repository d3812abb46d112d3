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

/** A moment as Redis takes it: whole milliseconds, never before `time`. */
export function toMoment(time: number): string {
  return String(Math.ceil(time));
}

/** Text of a reply, or `undefined` when there is none. */
export function asText(reply: unknown): string | undefined {
  return typeof reply === "string" ? reply : undefined;
}

/** A reply that is a list, or an empty list. */
export function asList(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : [];
}

/** The texts of a reply that is a list; what is no text is left out. */
export function asTexts(reply: unknown): string[] {
  return asList(reply).filter((item) => typeof item === "string");
}
