import { decodeBase64, encodeBase64 } from "../base64.ts";
import { checksum } from "../checksum.ts";
import type { EntryAddress, StoredEntry } from "../store.ts";
import { checkedEntry } from "./checked-entry.ts";
import { fromBytes, toBytes } from "./vector-bytes.ts";

/**
 * An entry as one text, for backends that keep text under a key: a mark with the format's version, a
 * checksum of the rest, the index fields as JSON, the vector as base64, the payload. It is never valid
 * JSON, which clients that parse what looks like JSON would return as something else.
 */
const MARK = "entry/1";

/** The text of an entry. The first three lines are short but for the vector; the payload comes last. */
export function encodeRecord({ vector, payload, ...fields }: StoredEntry): string {
  const body = `${JSON.stringify(fields)}\n${vector ? encodeBase64(toBytes(vector)) : ""}\n${payload}`;
  return `${MARK} ${checksum(body)}\n${body}`;
}

/** Why a text is no entry that can be used. `"unknown-format"` is another version's: leave it alone. */
export type RecordProblem = "unknown-format" | "corrupt";

/**
 * Reads a text without trusting it: its format, checksum, fields, vector and address are checked and
 * everything is copied.
 */
export function decodeRecord(
  text: string,
  asked: Partial<EntryAddress> = {},
): StoredEntry | RecordProblem {
  const [head = "", fields = "", vectorText = ""] = text.split("\n", 3);
  if (!head.startsWith(`${MARK} `)) return head.startsWith("entry/") ? "unknown-format" : "corrupt";
  const bodyAt = head.length + 1;
  if (head !== `${MARK} ${checksum(text, bodyAt)}`) return "corrupt";
  const payload = text.slice(bodyAt + fields.length + 1 + vectorText.length + 1);
  try {
    const bytes = vectorText === "" ? undefined : decodeBase64(vectorText);
    const vector = bytes && fromBytes(bytes);
    if (vectorText !== "" && !vector) return "corrupt";
    return checkedEntry(JSON.parse(fields), vector, payload, asked) ?? "corrupt";
  } catch {
    return "corrupt";
  }
}
