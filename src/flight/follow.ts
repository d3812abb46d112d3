import { toEntryId } from "../entry-id.ts";
import { lifetimeOf } from "../freshness.ts";
import { isRecord } from "../is-record.ts";
import { contextAfter, writeAlias } from "../lineage.ts";
import type { LocatedRequest } from "../lookup/hit.ts";
import type { MissReason } from "../observe/events.ts";
import {
  type Answer,
  type AnswerUsage,
  answerText,
  isReplayable,
  savedUsage,
} from "../response/answer.ts";
import { asProviderMetadata, type SemanticCacheMetadata } from "../response/metadata.ts";
import { createReplay, type Replay } from "../response/replay.ts";
import { readUsage, writeUsage } from "../response/usage.ts";
import type { Runtime } from "../runtime.ts";
import type { Flight, Landing } from "./flight.ts";
import type { Served } from "./served.ts";
import type { SharedLog } from "./shared-log.ts";
import { untilAborted } from "./until-aborted.ts";

/** How a request came to a flight, and what else is to be asked before it is served from it. */
export interface Boarding {
  readonly flight: Flight;
  readonly kind: "exact" | "semantic";
  readonly similarity: number;
  readonly startedAt: number;
  /** Ends its part in the flight. */
  leave(reason?: unknown): void;
  /** Looks for another flight, or begins one. */
  again(): Promise<Served>;
  /** A second opinion that needs the answer. */
  approve?(answer: Answer): Promise<boolean>;
}

/**
 * Serves a request from a model call that is under way. A stream follows part by part, in its own
 * time; where that cannot be (another SDK version, `generate` beside `stream`, tools, a verifier), the
 * request waits for the whole answer. When there turns out to be nothing to share it makes its own call.
 */
export function follow(runtime: Runtime, request: LocatedRequest, boarding: Boarding): Served {
  const { config, background } = runtime;
  const { flight, kind, similarity, startedAt, leave } = boarding;
  const { abortSignal, version } = request;
  const entryId = toEntryId(flight.request.address);

  function metadataOf(usage: AnswerUsage): SemanticCacheMetadata {
    const facts = { kind, similarity, entryId, ageMs: 0, stale: false };
    return { hit: true, ...facts, savedUsage: savedUsage(usage) };
  }

  function reportHit(answer: Answer): void {
    const facts = { kind, similarity, entryId, ageMs: 0, stale: false, inFlight: true };
    const durationMs = performance.now() - startedAt;
    if (kind === "semantic") runtime.recentHits.set(entryId, similarity);
    const saved = { savedUsage: savedUsage(answer.usage), savedMs: 0 };
    runtime.emit({ ...request.fields, type: "hit", ...facts, durationMs, ...saved });
    background.run(
      () => continueLineage(runtime, request, flight, answer),
      (error) => runtime.fail("write", error, request.fields),
    );
  }

  function reportMiss(reason: MissReason): void {
    const durationMs = performance.now() - startedAt;
    runtime.emit({ ...request.fields, type: "miss", reason, durationMs });
  }

  /** The whole answer, as a hit, or who else is to be asked for one. */
  async function wholeAnswer(): Promise<Replay | "again" | "own-call"> {
    const landing = await untilAborted(landingOf(flight), abortSignal);
    if (landing.kind === "never-began") return "again";
    if (landing.kind === "failed") {
      reportMiss("flight-failed");
      throw landing.error;
    }
    const isShared =
      landing.kind === "answer" &&
      isReplayable(landing.answer, version) &&
      ((await boarding.approve?.(landing.answer)) ?? true);
    if (!isShared) {
      reportMiss("not-shareable");
      return "own-call";
    }
    const { answer } = landing;
    reportHit(answer);
    const metadata = asProviderMetadata(metadataOf(answer.usage));
    const { usage, replay } = config;
    const { modelId } = request.plan.model;
    return createReplay(answer, { version, modelId, metadata, usage, replay, abortSignal });
  }

  function liveStream(log: SharedLog<object>): object {
    const onEnd = (how: string, reason: unknown): void => {
      leave(reason);
      if (how === "left") return;
      flight.landed.then((landing) => {
        if (landing.kind === "answer") reportHit(landing.answer);
        else reportMiss(landing.kind === "failed" ? "flight-failed" : "not-shareable");
      });
    };
    const map = (part: object): object | undefined =>
      liveCopy(part, request, metadataOf, config.usage);
    const stream = log.read({ map, onEnd, signal: abortSignal });
    return version === "v1"
      ? { stream, rawCall: { rawPrompt: null, rawSettings: {} }, warnings: [] }
      : { stream };
  }

  return {
    async generate(call) {
      const whole = await wholeAnswer().finally(() => leave(abortSignal?.reason));
      if (whole === "again") return (await boarding.again()).generate(call);
      return whole === "own-call" ? call(abortSignal) : whole.generate();
    },
    async stream(call) {
      try {
        const log = isLive(boarding, request)
          ? await untilAborted(flight.log, abortSignal)
          : undefined;
        if (log && !log.isSealed()) return liveStream(log);
        const whole = await wholeAnswer();
        leave();
        if (whole === "again") return await (await boarding.again()).stream(call);
        return whole === "own-call" ? await call(abortSignal) : whole.stream();
      } catch (error) {
        leave(error);
        throw error;
      }
    },
  };
}

/** Waits for a flight's end, and reads its stream when nobody else is in a hurry. */
function landingOf(flight: Flight): Promise<Landing> {
  flight.log.then((log) => log?.drain()).catch(() => {}); // its failure is in the landing
  return flight.landed;
}

/** Whether parts can be handed on as they come: the same shape, and nothing that is only the leader's. */
function isLive({ flight, approve }: Boarding, { version, plan }: LocatedRequest): boolean {
  const { request } = flight;
  return (
    !approve && request.version === version && request.plan.operation === "stream" && !plan.hasTools
  );
}

/**
 * A part of the leader's stream for somebody else, without what the provider says to the leader; none
 * where the part is nothing but that.
 */
function liveCopy(
  part: object,
  { version, plan }: LocatedRequest,
  metadataOf: (usage: AnswerUsage) => SemanticCacheMetadata,
  usage: "zero" | "original",
): object | undefined {
  const { providerMetadata: _own, ...copy } = part as Record<string, unknown>;
  switch (copy.type) {
    case "finish":
      return {
        ...copy,
        usage: writeUsage(version, usage === "original" ? readUsage(copy.usage) : {}),
        providerMetadata: asProviderMetadata(metadataOf(readUsage(copy.usage))),
      };
    case "response-metadata":
      return { type: copy.type, timestamp: new Date(), modelId: plan.model.modelId };
    case "stream-start":
      return { ...copy, warnings: [] };
    case "reasoning-signature":
    case "redacted-reasoning":
      return undefined; // of ai 4: state of the leader's conversation
    default:
      return { ...copy, ...ownCopy("data", copy), ...ownCopy("source", copy) };
  }
}

/** A field of a part that must not be shared; URLs, which `structuredClone` empties, cannot be by themselves. */
function ownCopy(name: string, { [name]: value }: Readonly<Record<string, unknown>>): object {
  if (!isRecord(value) || value instanceof URL) return {};
  return { [name]: value instanceof Uint8Array ? value.slice() : { ...value } };
}

/** The conversation of a follower goes on where the leader's does. */
async function continueLineage(
  runtime: Runtime,
  request: LocatedRequest,
  flight: Flight,
  answer: Answer,
): Promise<void> {
  const [own, context] = await Promise.all([
    contextAfter(runtime, request, answer),
    contextAfter(runtime, flight.request, answer),
  ]);
  if (!own || !context || own === context) return;
  const namespace = await runtime.config.hasher.repeatedText(`namespace:${request.plan.namespace}`);
  const { parts, usage } = answer;
  const { ttlOf, freshness } = runtime.config;
  const stored = { text: answerText(answer), parts, usage };
  const { expiresAt } = lifetimeOf(ttlOf(stored, request.plan.request), freshness, 0);
  await writeAlias(runtime, own, context, { namespace, expiresAt });
}
