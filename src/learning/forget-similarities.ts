import { decodePayload, encodePayload } from "../response/payload.ts";

/**
 * A payload for an entry that gets a vector of another embedding model. What was seen at a similarity of
 * the old one says nothing about the new one: observations go, and an entry that was wrong at some
 * similarity serves its own question only. A quarantine stays.
 */
export function forgetSimilarities(text: string): string {
  const payload = decodePayload(text);
  if (typeof payload === "string" || !payload.learned) return text;
  const { leastSimilarity, quarantinedAt } = payload.learned;
  const isTightened = leastSimilarity !== undefined;
  const learned = { quarantinedAt, leastSimilarity: isTightened ? 1 : undefined };
  return encodePayload({ ...payload, learned });
}
