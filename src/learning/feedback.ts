import { parseEntryId, toEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { SemanticCacheMetadata } from "../response/metadata.ts";
import type { Runtime } from "../runtime.ts";
import { isSimilarity } from "../similarity.ts";
import type { EntryAddress } from "../store.ts";
import { type Learned, toObservation, withObservation } from "./learned.ts";
import { rewriteLearned } from "./rewrite-learned.ts";
import { tightened } from "./tightened.ts";

/** What somebody says of an answer. */
export interface Feedback {
  readonly correct: boolean;
  /**
   * Of the two questions when it was served: `similarity` of the call's metadata.
   * @default that of the metadata, where it is given; else, for a wrong answer, that of the entry's latest
   * hit by meaning in this process
   */
  readonly similarity?: number | undefined;
}

/** What feedback did. */
export interface FeedbackReceipt {
  readonly entryId: string;
  /** Whether the entry is still there: it may have been replaced, removed, or never stored. */
  readonly found: boolean;
}

/**
 * Takes a person's word for an answer. A wrong one is quarantined: nobody is served it any more, and the
 * next one who asks its question gets a fresh answer, which takes its place. Was it served for another
 * question, the place stays tighter: from then on only questions nearer than that one are served by it.
 *
 * @throws SemanticCacheError `invalid-options` for what is no entry id; what the store throws.
 */
export async function feedback(
  runtime: Runtime,
  entry: string | SemanticCacheMetadata,
  { correct, similarity }: Feedback,
): Promise<FeedbackReceipt> {
  const address = addressOf(entry);
  const entryId = toEntryId(address);
  const said = similarity ?? servedSimilarity(entry);
  checkFeedback(correct, said);
  const served = said ?? likelySimilarity(runtime, entryId, correct);
  let namespace = "";
  const found = await rewriteLearned(runtime, address, (learned, payload) => {
    namespace = payload.namespace;
    return withFeedback(learned, correct, served);
  });
  if (!found) return { entryId, found };
  runtime.emit({ type: "feedback", entryId, correct });
  if (isOther(served)) tellPolicy(runtime, { entryId, namespace, correct, similarity: served });
  return { entryId, found };
}

function withFeedback(
  { quarantinedAt: _lifted, ...learned }: Learned,
  isCorrect: boolean,
  similarity: number | undefined,
): Learned {
  const wrong = isCorrect ? {} : { quarantinedAt: Date.now() };
  if (!isOther(similarity)) return { ...learned, ...wrong };
  const observed = withObservation(learned, toObservation(similarity, isCorrect));
  return { ...(isCorrect ? observed : tightened(observed, similarity)), ...wrong };
}

/** Whether the answer was served for another question than its own. */
function isOther(similarity: number | undefined): similarity is number {
  return similarity !== undefined && similarity < 1;
}

/** What is said in the metadata: who got the model's own answer asked the entry's own question. */
function servedSimilarity(entry: string | SemanticCacheMetadata): number | undefined {
  if (typeof entry === "string") return undefined;
  return entry.hit ? entry.similarity : 1;
}

/** A guess, which may cost misses: it must not teach a policy that somebody else's hit was right. */
function likelySimilarity(
  { recentHits }: Runtime,
  entryId: string,
  isCorrect: boolean,
): number | undefined {
  return isCorrect ? undefined : recentHits.get(entryId);
}

function tellPolicy(
  { config: { threshold }, fail }: Runtime,
  said: { entryId: string; namespace: string; similarity: number; correct: boolean },
): void {
  if (typeof threshold !== "object") return;
  const { entryId, namespace, similarity, correct } = said;
  try {
    const observation = toObservation(similarity, correct);
    threshold.learning?.observe?.({ entryId, namespace, observation });
  } catch (error) {
    fail("learn", error);
  }
}

function checkFeedback(correct: unknown, similarity: unknown): void {
  if (typeof correct !== "boolean") {
    throw invalid(`correct must be true or false; got ${JSON.stringify(correct)}`);
  }
  if (similarity !== undefined && !isCosine(similarity)) {
    throw invalid(`similarity must be a number from -1 to 1; got ${JSON.stringify(similarity)}`);
  }
}

/** As hits report it: a sum of rounded products may be a little more than 1. */
function isCosine(value: unknown): boolean {
  return typeof value === "number" && isSimilarity(value / 1.001);
}

function addressOf(entry: unknown): EntryAddress {
  const address = parseEntryId(isRecord(entry) ? entry.entryId : entry);
  if (address) return address;
  throw invalid(
    "the entry must be named by the entryId of a call's metadata, or by that metadata; got something else",
  );
}

function invalid(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", `feedback: ${message}.`);
}
