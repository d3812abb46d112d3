import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";

/** Behind these words a message goes on with what was sent: of Redis, and of the client of Upstash. */
const REQUEST = /, (?:command was|with args beginning with):/;

const LONGEST_MESSAGE = 500;

/**
 * What a client's error says, without what it repeats of the request: `command` of ioredis, `detail` of
 * PostgreSQL and the end of some messages hold what is stored. Errors go into events, and events into logs.
 */
export function withoutRequest(store: string, error: unknown): SemanticCacheError {
  const fields = isRecord(error) ? error : {};
  const told = [fields.message, fields.code, fields.name, String(error)];
  const text = told.find((one) => typeof one === "string" && one !== "") as string;
  const [message = ""] = text.split(REQUEST, 1);
  return new SemanticCacheError("store", `${store}: ${message.slice(0, LONGEST_MESSAGE)}`);
}
