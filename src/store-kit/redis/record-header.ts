import type { EntryAddress, StoredEntry } from "../../store.ts";
import { checkedEntry } from "../checked-entry.ts";

/** The fields of an entry, as the beginning of its record says them: no vector, no payload. */
export interface Header extends Omit<StoredEntry, "vector" | "payload"> {
  /** Tells this record from one that replaced it: its first line, which holds its checksum. */
  readonly head: string;
}

/** What the beginning of a record is, when it is no header. `"cut"`: there is more to read. */
export type HeaderProblem = "absent" | "corrupt" | "unknown-format" | "cut";

/** Reads the beginning of a record without trusting it. The checksum is not looked at. */
export function readHeader(
  text: string | undefined,
  asked: Partial<EntryAddress>,
): Header | HeaderProblem {
  if (!text) return "absent";
  const [head = "", fields, rest] = text.split("\n", 3);
  if (!head.startsWith("entry/1 ")) return head.startsWith("entry/") ? "unknown-format" : "corrupt";
  if (rest === undefined) return "cut";
  try {
    const checked = checkedEntry(JSON.parse(fields ?? ""), undefined, "", asked);
    return checked ? { ...checked, head: headOf(text) } : "corrupt";
  } catch {
    return "corrupt";
  }
}

/** The first line of a record: its format and checksum. Two records with the same one are the same. */
export function headOf(text: string): string {
  return text.slice(0, Math.min(text.indexOf("\n") + 1 || text.length, 24));
}
