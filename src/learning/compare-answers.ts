import { withDeadline } from "../deadline.ts";
import { toEntryId } from "../entry-id.ts";
import type { Hit, LocatedRequest } from "../lookup/hit.ts";
import type { Verify } from "../lookup/verify/verify.ts";
import type { CacheEvent, Comparison } from "../observe/events.ts";
import { type Answer, comparableText } from "../response/answer.ts";
import type { Runtime } from "../runtime.ts";

/** A stored answer that the model's own answer tells the truth about. */
export interface Suspect {
  readonly hit: Hit;
  readonly purpose: Comparison;
  /** It was served: the comparison comes behind it. */
  readonly wasServed?: boolean | undefined;
}

/** What a comparison came to. `failed`: nobody could tell. */
export type Outcome = Extract<CacheEvent, { readonly type: "compare" }>["outcome"];

/** Whether the model's own answer says the same as a stored one. Runs behind the caller; reports, never throws. */
export async function compareAnswers(
  runtime: Runtime,
  request: LocatedRequest,
  { hit, purpose }: Suspect,
  answer: Answer,
): Promise<Outcome> {
  const { config } = runtime;
  const verify = purpose === "verify" ? config.verify?.verifier : config.compare;
  const outcome = verify ? await ask(runtime, request, { hit, answer, verify }) : "failed";
  const { similarity, address } = hit;
  const entryId = toEntryId(address);
  runtime.emit({ ...request.fields, type: "compare", purpose, entryId, similarity, outcome });
  return outcome;
}

/** A no says that the answers differ, and is learned from: what is no verdict must not count as one. */
const NO_VERDICT = "A comparison must come to true or false; got";

async function ask(
  runtime: Runtime,
  { plan, fields }: LocatedRequest,
  compared: { readonly hit: Hit; readonly answer: Answer; readonly verify: Verify },
): Promise<Outcome> {
  const { hit, answer, verify } = compared;
  const candidate = {
    query: plan.query ?? "",
    candidateQuery: hit.payload.query,
    answer: comparableText(hit.payload.answer),
    freshAnswer: comparableText(answer),
    similarity: hit.similarity,
    model: hit.payload.model,
  };
  try {
    // Nobody waits for it: it has the patience of a write.
    const { write } = runtime.config.timeouts;
    const isSame = await withDeadline("compare", write, undefined, (signal) =>
      verify(candidate, { abortSignal: signal }),
    );
    if (typeof isSame !== "boolean") throw new TypeError(`${NO_VERDICT} ${typeof isSame}.`);
    return isSame ? "same" : "different";
  } catch (error) {
    runtime.fail("compare", error, fields);
    return "failed";
  }
}
