import { toEntryId } from "../entry-id.ts";
import type { LocatedRequest, Miss } from "../lookup/hit.ts";
import type { Learning, Observation } from "../lookup/policies/policy.ts";
import type { Runtime } from "../runtime.ts";
import { type PendingAnswer, reportNotStored, writeAnswer } from "../write.ts";
import { compareAnswers, type Outcome, type Suspect } from "./compare-answers.ts";
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
  if (!suspect) return writeAnswer(runtime, request, pending);
  const outcome = await compareAnswers(runtime, request, suspect, answer);
  if (outcome !== "failed") await learn(runtime, request, { suspect, miss, outcome });
  if (outcome === "same" && suspect.purpose === "verify") {
    return promote(runtime, request, pending, suspect.hit);
  }
  if (outcome !== "same" || !standsForIt(suspect, miss)) {
    return writeAnswer(runtime, request, pending);
  }
  reportNotStored(runtime, request, "represented");
  return false;
}

/** Whether the stored answer is enough: one entry for each meaning keeps what is learned together. */
function standsForIt({ purpose }: Suspect, { policy }: Miss): boolean {
  return (
    purpose === "audit" || (purpose === "explore" && policy?.learning?.storesOnlyWrong === true)
  );
}

async function learn(
  runtime: Runtime,
  request: LocatedRequest,
  found: { readonly suspect: Suspect; readonly miss: Miss; readonly outcome: Outcome },
): Promise<void> {
  const { hit, purpose } = found.suspect;
  const isCorrect = found.outcome === "same";
  if (purpose === "audit") runtime.audit?.record(isCorrect);
  const learning = found.miss.policy?.learning;
  const isWrongHit = purpose === "audit" && !isCorrect;
  if (!learning && !isWrongHit) return;
  const observation = { similarity: Math.round(1_000 * hit.similarity) / 1_000, isCorrect };
  const entryId = toEntryId(hit.address);
  learning?.observe?.({ entryId, namespace: request.plan.namespace, observation });
  try {
    const { createdAt } = hit.entry;
    await rewriteLearned(runtime, { ...hit.address, createdAt }, (learned) => {
      const seen = learning ? withObservation(learned.observations, observation, learning) : {};
      return { ...(isWrongHit ? tightened(learned, hit.similarity) : learned), ...seen };
    });
  } catch (error) {
    runtime.fail("learn", error, request.fields);
  }
}

function withObservation(
  observations: readonly Observation[] = [],
  observation: Observation,
  { maxObservations }: Learning,
): { readonly observations: readonly Observation[] } {
  return { observations: [...observations, observation].slice(-maxObservations) };
}
