import { decodePayload, encodePayload, type Payload } from "../response/payload.ts";

/**
 * What an entry says once it has a vector of another embedding model. What was seen at a similarity of
 * the old one says nothing about the new one: observations go, and an entry that was wrong at some
 * similarity serves its own question only. A quarantine stays.
 */
export function forgetSimilarities(payload: Payload): Payload {
  if (!payload.learned) return payload;
  const { leastSimilarity, quarantinedAt } = payload.learned;
  const isTightened = leastSimilarity !== undefined;
  return { ...payload, learned: { quarantinedAt, leastSimilarity: isTightened ? 1 : undefined } };
}

/** {@link forgetSimilarities} of a stored text; one that cannot be read is left as it is. */
export function forgetSimilaritiesOf(text: string): string {
  const payload = decodePayload(text);
  return typeof payload === "string" ? text : encodePayload(forgetSimilarities(payload));
}
