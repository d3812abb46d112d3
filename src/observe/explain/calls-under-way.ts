import type { Flight } from "../../flight/flight.ts";
import type { NearFlight } from "../../flight/flights.ts";
import { judge } from "../../lookup/checks.ts";
import { type LocatedRequest, report } from "../../lookup/hit.ts";
import { asksModel } from "../../request/directives.ts";
import type { Runtime } from "../../runtime.ts";
import type { CallUnderWay } from "./explanation.ts";
import type { Nearest } from "./nearest.ts";

type Near = Pick<Nearest, "found" | "embedding" | "bounds" | "checks">;

/**
 * Model calls under way for the same question, or for one that is near, and whether this request would
 * wait for them. Only one is waited for, and none when the call wants an answer of its own.
 */
export async function callsUnderWay(
  runtime: Runtime,
  request: LocatedRequest,
  near: Near,
): Promise<CallUnderWay[]> {
  const mayWait = !isAlone(request);
  const equal = runtime.flights.equal(request.address);
  const calls: CallUnderWay[] = [];
  if (equal) calls.push(toCall(equal, { kind: "exact", similarity: 1, shared: mayWait }));
  for (const found of similarFlights(runtime, request, near)) {
    if (found.flight === equal) continue;
    const mayShare = mayWait && !near.found.hit && !calls.some(({ shared }) => shared);
    const shared = mayShare && (await isAccepted(runtime, request, near, found));
    calls.push(toCall(found.flight, { kind: "semantic", similarity: found.similarity, shared }));
  }
  return calls;
}

function similarFlights(
  { flights }: Runtime,
  { address }: LocatedRequest,
  { embedding, bounds }: Near,
): NearFlight[] {
  return embedding && bounds ? flights.similar(address.scope, embedding, bounds.floor) : [];
}

const NO_ANSWER = { parts: [], usage: {}, durationMs: 0 };

/** Whether the checks that need no answer let it pass. */
async function isAccepted(
  runtime: Runtime,
  request: LocatedRequest,
  { checks }: Near,
  { flight, similarity }: NearFlight,
): Promise<boolean> {
  const { plan, address, fields } = flight.request;
  const { model, namespace } = fields;
  const payload = { query: plan.query, model, namespace, answer: NO_ANSWER };
  const query = request.plan.query ?? "";
  const { accepted } = await judge(
    checks.filter(({ needsAnswer }) => !needsAnswer),
    { address, similarity, payload, query, abortSignal: undefined },
    (stage, error) => report(runtime, request, stage, error),
  );
  return accepted;
}

function isAlone({ plan: { directives } }: LocatedRequest): boolean {
  return asksModel(directives) || directives.cache === "only-if-cached";
}

function toCall(flight: Flight, call: Omit<CallUnderWay, "query">): CallUnderWay {
  return { ...call, query: flight.request.plan.query };
}
