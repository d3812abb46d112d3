import { toEntryId } from "../entry-id.ts";
import { answerText } from "../response/answer.ts";
import { decodePayload } from "../response/payload.ts";
import type { StoredEntry } from "../store.ts";

/** A stored answer for people. Holds texts. Times are epoch milliseconds. */
export interface EntryView {
  readonly entryId: string;
  /** Hash of the request, as events name it. */
  readonly key: string;
  readonly namespace: string;
  /** `provider/modelId`. */
  readonly model: string;
  /** The stored question; absent where a request does not end with one. */
  readonly query: string | undefined;
  /** The text of the answer, without its reasoning; of an object, its JSON. */
  readonly answer: string;
  readonly createdAt: number;
  /** When it gets stale, and when it is gone. */
  readonly staleAt: number;
  readonly expiresAt: number;
  /** Of what is stored as text; the vector comes on top. */
  readonly bytes: number;
  /** Of its vector; absent where it can only be hit exactly. */
  readonly dimensions: number | undefined;
  /** Neither gets stale nor expires. */
  readonly pinned: boolean;
  /** Since when it is known to be wrong, and served to nobody. */
  readonly quarantinedAt: number | undefined;
  /** A question less similar than this is not served by it. */
  readonly leastSimilarity: number | undefined;
  /** Other questions it was compared with, and for how many of them it was right. */
  readonly observations: number;
  readonly correct: number;
}

/** An entry for people; `undefined` for what is no answer of a model or cannot be read. */
export function entryView(entry: StoredEntry): EntryView | undefined {
  const payload = decodePayload(entry.payload);
  if (typeof payload === "string") return undefined;
  const { key, createdAt, staleAt, expiresAt, vector } = entry;
  const { query, namespace, model, answer, pinned, learned = {} } = payload;
  const { observations = [], quarantinedAt, leastSimilarity } = learned;
  return {
    entryId: toEntryId(entry),
    key,
    namespace,
    model,
    query,
    answer: answerText(answer),
    createdAt,
    staleAt,
    expiresAt,
    bytes: entry.payload.length,
    dimensions: vector?.length,
    pinned: pinned !== undefined,
    quarantinedAt,
    leastSimilarity,
    observations: observations.length,
    correct: observations.filter(({ isCorrect }) => isCorrect).length,
  };
}
