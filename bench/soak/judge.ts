import type { SemanticCacheMetadata } from "../../src/index.ts";
import { readSoakAnswer, type SoakAnswer } from "./answers.ts";
import { type SoakRequest, TTL_MS } from "./requests.ts";
import { STALE_IF_ERROR_MS, TIERED_MAX_AGE_MS } from "./soak-cache.ts";
import type { Truths } from "./truths.ts";

/** What a user got. */
export interface Served {
  readonly text: string;
  readonly finishReason: string | undefined;
  readonly metadata: SemanticCacheMetadata | undefined;
  readonly askedAt: number;
  /** The model failed, and this was there in its place. */
  readonly isRescued: boolean;
  /** Writing it had failed as far as anybody could tell: the network may have brought it to Redis late. */
  readonly isGivenUp: boolean;
}

/** What is to be said of an answer: nothing, that the model gave it like this, or why it is wrong. */
export type Verdict =
  | { readonly is: "right"; readonly answer: SoakAnswer }
  | { readonly is: "model-fault" | "crossed-a-write" }
  | { readonly is: "wrong"; readonly why: string; readonly answer?: SoakAnswer | undefined };

/** Clocks differ by this much at most among processes that write and read, in milliseconds. */
export const MOST_SKEW_MS = 6_000;
/** What a process that has to wait for the machine may add. */
const SLACK_MS = 3_000;
const OLDEST_MS = TTL_MS + STALE_IF_ERROR_MS + TIERED_MAX_AGE_MS + MOST_SKEW_MS + SLACK_MS;

/** Compares what was served with what was asked, by computing it again. */
export function judgeAnswer(request: SoakRequest, served: Served, truths: Truths): Verdict {
  const { metadata, askedAt } = served;
  const answer = readSoakAnswer(served.text);
  if (!answer) return isModelsOwn(served) ? { is: "model-fault" } : wrong("damaged");
  if (answer.meaning !== request.meaning) return wrong("crossed", answer);
  const isReload = request.directives.cache === "reload";
  if (isReload && answer.madeAt < askedAt && !served.isRescued) {
    return wrong("not reloaded", answer);
  }
  if (request.kind !== "pinned" && askedAt - answer.madeAt > OLDEST_MS) {
    return wrong(`older than may be, by ${askedAt - answer.madeAt - OLDEST_MS} ms`, answer);
  }
  const problem = metadata?.hit ? truths.problemOf(answer, request.names, askedAt) : undefined;
  if (!problem) return { is: "right", answer };
  if (problem.mayHaveCrossed || served.isGivenUp) return { is: "crossed-a-write" };
  return wrong(JSON.stringify(problem.truth), answer);
}

function wrong(why: string, answer?: SoakAnswer): Verdict {
  return { is: "wrong", why, answer };
}

/** What the model itself cut or left empty is handed on, and never stored. */
function isModelsOwn({ text, finishReason, metadata }: Served): boolean {
  return !metadata?.hit && (text === "" || finishReason !== "stop");
}
