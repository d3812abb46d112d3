import type { EntryView } from "../../manage/entry-view.ts";
import type { ShownEntry } from "../contract.ts";

/** How much of an entry's texts is shown. */
export type TextAmount = "none" | "beginning" | "all";

const BEGINNING = 500;

/** An entry as it is sent. Field by field, so that what an entry gains one day is not sent by itself. */
export function shownEntry(entry: EntryView, amount: TextAmount): ShownEntry {
  const { entryId, key, namespace, model, createdAt, staleAt, expiresAt, bytes } = entry;
  const { dimensions, pinned, quarantinedAt, leastSimilarity, observations, correct } = entry;
  return {
    entryId,
    key,
    namespace,
    model,
    createdAt,
    staleAt,
    expiresAt,
    bytes,
    dimensions,
    pinned,
    quarantinedAt,
    leastSimilarity,
    observations,
    correct,
    ...shownTexts(entry, amount),
  };
}

function shownTexts(
  { query, answer }: EntryView,
  amount: TextAmount,
): Pick<ShownEntry, "query" | "answer" | "cut"> {
  if (amount === "none") return {};
  if (amount === "all") return { query, answer };
  const cut = answer.length > BEGINNING || (query?.length ?? 0) > BEGINNING;
  return { query: query?.slice(0, BEGINNING), answer: answer.slice(0, BEGINNING), cut };
}
