import { toEntryId } from "../entry-id.ts";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { Observation } from "../lookup/policies/policy.ts";
import type { SemanticCacheMetadata } from "../response/metadata.ts";
import type { Runtime } from "../runtime.ts";
import { isSimilarity } from "../similarity.ts";
import type { EntryAddress } from "../store.ts";
import type { Learned } from "./learned.ts";
import { rewriteLearned } from "./rewrite-learned.ts";
import { tightened } from "./tightened.ts";

/** What somebody says of an answer. */
export interface Feedback {
  readonly correct: boolean;
  /**
   * Of the two questions when it was served: `similarity` of the call's metadata.
   * @default that of the entry's latest hit by meaning in this process
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
  checkFeedback(correct, similarity);
  const served = similarity ?? servedSimilarity(entry) ?? runtime.recentHits.similarityOf(entryId);
  const found = await rewriteLearned(runtime, address, (learned) =>
    withFeedback(learned, correct, served),
  );
  if (found) runtime.emit({ type: "feedback", entryId, correct });
  return { entryId, found };
}

function withFeedback(
  { quarantinedAt: _lifted, ...learned }: Learned,
  isCorrect: boolean,
  similarity: number | undefined,
): Learned {
  const isOther = similarity !== undefined && similarity < 1;
  const observed = isOther ? withObservation(learned, { similarity, isCorrect }) : learned;
  if (isCorrect) return observed;
  return {
    ...(isOther ? tightened(observed, similarity) : observed),
    quarantinedAt: Date.now(),
  };
}

const MOST_OBSERVATIONS = 200;

function withObservation(learned: Learned, observation: Observation): Learned {
  const { observations = [] } = learned;
  return { ...learned, observations: [...observations, observation].slice(-MOST_OBSERVATIONS) };
}

function servedSimilarity(entry: string | SemanticCacheMetadata): number | undefined {
  return typeof entry === "object" && entry.hit ? entry.similarity : undefined;
}

function checkFeedback(correct: unknown, similarity: unknown): void {
  if (typeof correct !== "boolean") {
    throw invalid(`correct must be true or false; got ${JSON.stringify(correct)}`);
  }
  if (similarity !== undefined && !isSimilarity(similarity)) {
    throw invalid(`similarity must be a number from -1 to 1; got ${JSON.stringify(similarity)}`);
  }
}

const ENTRY_ID = /^([0-9a-f]{64})\.([0-9a-f]{64})$/;

/** An id may come from a browser: nothing else than a hash reaches a store. */
function addressOf(entry: unknown): EntryAddress {
  const id = isRecord(entry) ? entry.entryId : entry;
  const [, scope, key] = (typeof id === "string" && ENTRY_ID.exec(id)) || [];
  if (scope !== undefined && key !== undefined) return { scope, key };
  throw invalid(
    "the entry must be named by the entryId of a call's metadata, or by that metadata; got something else",
  );
}

function invalid(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", `feedback: ${message}.`);
}
