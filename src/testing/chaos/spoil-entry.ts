import type { Match, StoredEntry } from "../../store.ts";

/** What can happen to an entry between a store and its reader. */
export type EntryFault =
  /** It is gone, as after an eviction; what is written does not arrive. */
  | "lose"
  /** Half of its payload is missing. */
  | "cut-payload"
  /** One bit of its payload is another. */
  | "flip-bit"
  /** It says that it belongs to another scope. */
  | "wrong-scope"
  /** Its vector, and the similarity of a match, are no numbers. */
  | "nan-vector"
  /** Its vector has one dimension less. */
  | "wrong-dimensions";

/** The faults of {@link EntryFault}. */
export const ENTRY_FAULTS: readonly EntryFault[] = [
  "lose",
  "cut-payload",
  "flip-bit",
  "wrong-scope",
  "nan-vector",
  "wrong-dimensions",
];

/** A damaged copy of an entry; `undefined` when it is lost. */
export function spoilEntry(
  entry: StoredEntry,
  fault: EntryFault | "ok",
  random: () => number,
): StoredEntry | undefined {
  const { payload, scope, vector } = entry;
  switch (fault) {
    case "ok":
      return entry;
    case "lose":
      return undefined;
    case "cut-payload":
      return { ...entry, payload: payload.slice(0, payload.length >> 1) };
    case "flip-bit":
      return { ...entry, payload: flipBit(payload, random) };
    case "wrong-scope":
      return { ...entry, scope: `${scope.startsWith("0") ? "1" : "0"}${scope.slice(1)}` };
    case "nan-vector":
      return { ...entry, vector: vector?.map(() => Number.NaN) };
    case "wrong-dimensions":
      return { ...entry, vector: vector?.slice(1) };
  }
}

/** Matches whose entries are damaged; without those that are lost. */
export function spoilMatches(
  matches: readonly Match[],
  fault: EntryFault | "ok",
  random: () => number,
): readonly Match[] {
  if (fault === "ok") return matches;
  return matches.flatMap((match) => {
    const entry = spoilEntry(match.entry, fault, random);
    if (!entry) return [];
    return [{ entry, similarity: fault === "nan-vector" ? Number.NaN : match.similarity }];
  });
}

function flipBit(text: string, random: () => number): string {
  if (text === "") return text;
  const at = Math.floor(random() * text.length);
  const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1); // stays a half of the pair it was of
  return text.slice(0, at) + flipped + text.slice(at + 1);
}
