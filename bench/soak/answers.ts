import { createHash } from "node:crypto";
import { monotonicMs } from "./monotonic.ts";

/** What an answer of the soak's model says of itself. */
export interface SoakAnswer {
  /** Of this answer alone. */
  readonly id: string;
  /** The process whose request made it. */
  readonly process: number;
  /** When the model was asked, {@link monotonicMs}. */
  readonly madeAt: number;
  /** Of the request that it was made for. */
  readonly meaning: string;
}

/** The model's answer to a request: facts, padding of a length of its own, and a digest of it all. */
export function writeSoakAnswer(meaning: string): string {
  const id = crypto.randomUUID();
  const facts = JSON.stringify({ id, process: process.pid, madeAt: monotonicMs(), meaning });
  const padding = "word ".repeat(1 + (Number.parseInt(id.slice(0, 2), 16) % 40));
  const body = `${Buffer.from(facts).toString("base64")} ${padding}`;
  return `${body}${digest(body)}`;
}

/** What an answer says of itself; `undefined` when a single letter of it is missing or another. */
export function readSoakAnswer(text: string): SoakAnswer | undefined {
  const at = text.lastIndexOf(" ") + 1;
  if (at === 0 || text.slice(at) !== digest(text.slice(0, at))) return undefined;
  return JSON.parse(Buffer.from(text.slice(0, text.indexOf(" ")), "base64").toString());
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
