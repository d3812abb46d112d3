import { hitFacts, replayHit } from "../hit-replay.ts";
import { boundsOf } from "../lookup/bounds.ts";
import { createChecks, judge } from "../lookup/checks.ts";
import { type Hit, type LocatedRequest, type Miss, report } from "../lookup/hit.ts";
import type { Policy } from "../lookup/policies/policy.ts";
import type { Payload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import { createFlight, type Flight } from "./flight.ts";
import type { NearFlight } from "./flights.ts";
import { type Boarding, follow } from "./follow.ts";
import { lead } from "./lead.ts";
import { holdLease, type Leased } from "./lease.ts";
import { rescued } from "./rescue.ts";
import type { Served } from "./served.ts";

export { renew } from "./renew.ts";

/** A request that found nothing stored, on its way to the model. */
export interface Departure {
  readonly miss: Miss;
  readonly startedAt: number;
  /** Says that this request missed. */
  report(): void;
}

/** Serves a request that found nothing stored: from a model call under way, or as the one others follow. */
export async function board(
  runtime: Runtime,
  request: LocatedRequest,
  departure: Departure,
): Promise<Served> {
  const { miss, startedAt, report: reportMiss } = departure;
  const { singleFlight } = runtime.config;
  const isShared = singleFlight !== false && miss.reason !== "reload";
  const found = isShared ? await findFlight(runtime, request, miss) : undefined;
  if (found && isBoarding(found)) {
    const again = (): Promise<Served> => board(runtime, request, departure);
    const boarding = { ...found, startedAt, again };
    return rescued(runtime, request, miss, follow(runtime, request, boarding));
  }
  const { flight, leave } = found ?? takeOff(runtime, request, miss);
  const lease = isShared ? await leaseFor(runtime, request, flight) : undefined;
  if (lease?.hit) return arrived(runtime, request, { hit: lease.hit, flight, startedAt });
  if (lease) flight.settled.then(() => lease.release());
  reportMiss();
  return rescued(runtime, request, miss, lead(runtime, request, { flight, miss, leave }));
}

/** Asks the other processes, where that is wanted; those who wait for `flight` learn how it ends. */
async function leaseFor(
  runtime: Runtime,
  request: LocatedRequest,
  flight: Flight,
): Promise<Leased | undefined> {
  const { singleFlight, store } = runtime.config;
  const rules = singleFlight ? singleFlight.lease : undefined;
  if (!rules || !store.lease) return undefined;
  try {
    return await holdLease(runtime, request, rules);
  } catch (error) {
    runtime.flights.remove(flight);
    flight.land({ kind: "never-began" });
    throw error;
  }
}

/** Another process has made the answer meanwhile. */
async function arrived(
  runtime: Runtime,
  request: LocatedRequest,
  { hit, flight, startedAt }: { hit: Hit; flight: Flight; startedAt: number },
): Promise<Served> {
  flight.land({ kind: "answer", answer: hit.payload.answer });
  runtime.flights.retire(flight);
  const durationMs = performance.now() - startedAt;
  runtime.emit({ ...request.fields, type: "hit", ...hitFacts(hit), durationMs, savedMs: 0 });
  const replay = await replayHit(runtime, request, hit);
  return { generate: async () => replay.generate(), stream: async () => replay.stream() };
}

type Found = Omit<Boarding, "startedAt" | "again">;

/** A flight of one's own. */
type TakenOff = Pick<Boarding, "flight" | "leave">;

function isBoarding(found: Found | TakenOff): found is Found {
  return "kind" in found;
}

/**
 * An equal request's flight, else the nearest similar one that nothing speaks against, else a new one.
 * Nothing is awaited between the last look and the start: of many at once exactly one is first. Nor
 * between finding a flight and taking part in it: else it might be given up as deserted meanwhile.
 */
async function findFlight(
  runtime: Runtime,
  request: LocatedRequest,
  miss: Miss,
): Promise<Found | TakenOff> {
  const { flights } = runtime;
  const judged = new Set<Flight>();
  for (;;) {
    const equal = flights.equal(request.address);
    if (equal && usesSameVersions(request, equal)) {
      return { flight: equal, leave: equal.join(), kind: "exact", similarity: 1 };
    }
    const near = similarFlights(runtime, request, miss).find(
      ({ flight }) => !judged.has(flight) && usesSameVersions(request, flight),
    );
    if (!near) {
      const own = takeOff(runtime, request, miss);
      flights.add(own.flight);
      return own;
    }
    const { flight } = near;
    judged.add(flight);
    const found = miss.policy && (await judgeFlight(runtime, request, near, miss.policy));
    request.abortSignal?.throwIfAborted(); // else the model would be called for nobody
    if (found && !flight.signal.aborted && !flight.isGrounded()) {
      return { ...found, leave: flight.join() };
    }
  }
}

function takeOff({ config }: Runtime, request: LocatedRequest, { embedding }: Miss): TakenOff {
  const { finishInBackground = false } = config.singleFlight || {};
  const flight = createFlight(request, embedding, { finishInBackground });
  return { flight, leave: flight.join() };
}

/** Whether a flight's answer is made from the versions of documents that a request uses, as for entries. */
function usesSameVersions({ plan }: LocatedRequest, { request }: Flight): boolean {
  const made = request.plan.labels.dependsOn.map((source) =>
    typeof source === "string" ? { id: source } : source,
  );
  return plan.labels.dependsOn.every((source) => {
    if (typeof source === "string" || source.version === undefined) return true;
    const known = made.filter(({ id }) => id === source.id);
    return known.length === 0 || known.some(({ version }) => version === source.version);
  });
}

function similarFlights(
  { flights, config, audit }: Runtime,
  { address }: LocatedRequest,
  { embedding, policy }: Miss,
): NearFlight[] {
  // A policy that learns decides once about a request, and has done so about what is stored.
  if (!embedding || !policy || policy.learning) return [];
  return flights.similar(address.scope, embedding, boundsOf(config, policy, audit).floor);
}

/** Asks the checks that need no answer now, and keeps the others until there is one. */
async function judgeFlight(
  runtime: Runtime,
  request: LocatedRequest,
  { flight, similarity }: NearFlight,
  policy: Policy,
): Promise<Omit<Found, "leave"> | undefined> {
  const { plan, abortSignal } = request;
  const checks = createChecks({ ...runtime, policy });
  const now = checks.filter(({ needsAnswer }) => !needsAnswer);
  const later = checks.filter(({ needsAnswer }) => needsAnswer);
  const asks = async (
    list: typeof checks,
    payload: Pick<Payload, "query" | "answer" | "model" | "namespace">,
  ) => {
    const { address } = flight.request;
    const candidate = { address, similarity, payload, query: plan.query ?? "", abortSignal };
    const verdict = await judge(list, candidate, (stage, error) =>
      report(runtime, request, stage, error),
    );
    return verdict.accepted;
  };
  const { query } = flight.request.plan;
  const { model, namespace } = flight.request.fields;
  if (!(await asks(now, { query, model, namespace, answer: NO_ANSWER }))) return undefined;
  const found = { flight, kind: "semantic" as const, similarity };
  if (later.length === 0) return found;
  return { ...found, approve: (answer) => asks(later, { query, model, namespace, answer }) };
}

const NO_ANSWER = { parts: [], usage: {}, durationMs: 0 };
