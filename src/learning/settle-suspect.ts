import { toEntryId } from "../entry-id.ts";
import type { LocatedRequest, Miss } from "../lookup/hit.ts";
import type { Runtime } from "../runtime.ts";
import { type PendingAnswer, reportNotStored, writeAnswer } from "../write.ts";
import { compareAnswers, type Outcome, type Suspect } from "./compare-answers.ts";
import { toObservation, withObservation } from "./learned.ts";
import { promote } from "./promote.ts";
import { rewriteLearned } from "./rewrite-learned.ts";
import { settleShadow } from "./settle-shadow.ts";
import { tightened } from "./tightened.ts";

/**
 * Compares the model's answer with the stored one it tells the truth about, learns from that, and stores
 * what is still needed. Whether others find an answer to the question now.
 */
export async function settleSuspect(
  runtime: Runtime,
  request: LocatedRequest,
  pending: PendingAnswer,
): Promise<boolean> {
  const { answer, miss } = pending;
  if (miss.shadow) await settleShadow(runtime, request, miss.shadow, answer);
  const { suspect } = miss;
  if (!suspect || !isOfUse(runtime, suspect)) return writeAnswer(runtime, request, pending);
  const outcome = await compareAnswers(runtime, request, suspect, answer);
  const isThere = await learn(runtime, request, { suspect, miss, outcome });
  if (outcome !== "same" || !isThere) return writeAnswer(runtime, request, pending);
  if (suspect.purpose === "verify") return promote(runtime, request, pending, suspect.hit);
  if (!standsForIt(suspect, miss)) return writeAnswer(runtime, request, pending);
  reportNotStored(runtime, request, "represented");
  return false;
}

/** Where nothing may be written, only what an audit counts in this process is worth a comparison. */
function isOfUse({ config }: Runtime, { purpose }: Suspect): boolean {
  return config.mode !== "read-only" || purpose === "audit";
}

/** Whether the stored answer is enough: one entry for each meaning keeps what is learned together. */
function standsForIt({ purpose, wasServed }: Suspect, { policy }: Miss): boolean {
  return (
    wasServed === true || (purpose === "explore" && policy?.learning?.storesOnlyWrong === true)
  );
}

interface Found {
  readonly suspect: Suspect;
  readonly miss: Miss;
  readonly outcome: Outcome;
}

/** Whether the stored answer is still there, as far as is known: others may have removed or replaced it. */
async function learn(runtime: Runtime, request: LocatedRequest, found: Found): Promise<boolean> {
  if (found.outcome === "failed") return true;
  const isCorrect = found.outcome === "same";
  if (found.suspect.purpose === "audit") runtime.audit?.record(isCorrect);
  try {
    return await rewrite(runtime, request, { ...found, isCorrect });
  } catch (error) {
    runtime.fail("learn", error, request.fields);
    return true;
  }
}

async function rewrite(
  runtime: Runtime,
  { plan }: LocatedRequest,
  { suspect, miss, isCorrect }: Found & { readonly isCorrect: boolean },
): Promise<boolean> {
  const { hit, purpose } = suspect;
  const learning = miss.policy?.learning;
  const isWrongHit = purpose === "audit" && !isCorrect;
  if (runtime.config.mode === "read-only" || !(learning || isWrongHit)) return true;
  const observation = toObservation(hit.similarity, isCorrect);
  const address = { ...hit.address, createdAt: hit.entry.createdAt };
  const isThere = await rewriteLearned(runtime, address, (learned) => {
    const known = isWrongHit ? tightened(learned, hit.similarity) : learned;
    return learning ? withObservation(known, observation, learning.maxObservations) : known;
  });
  const entryId = toEntryId(hit.address);
  learning?.observe?.({ entryId, namespace: plan.namespace, observation });
  return isThere;
}
