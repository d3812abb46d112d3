import { withDeadline, withTimeout } from "../deadline.ts";
import type { EmbeddingModelLike } from "../embedding-model.ts";
import { SemanticCacheError } from "../errors.ts";
import { lazy } from "../lazy.ts";
import type { MissReason } from "../observe/events.ts";
import { missReasonOf } from "../resilience/refusal.ts";
import type { Runtime } from "../runtime.ts";
import type { Match } from "../store.ts";
import { boundsOf } from "./bounds.ts";
import { chooseMatch } from "./choose.ts";
import type { Embedder, Embedding } from "./embedder.ts";
import { type Hit, type LocatedRequest, type Miss, report } from "./hit.ts";
import { embedderOf, loadEmbedder } from "./load-embedder.ts";
import type { Policy } from "./policies/policy.ts";
import { staticPolicy } from "./policies/static.ts";
import { defaultThreshold } from "./thresholds.ts";

/** Everything that compares by meaning. Loaded when the first question needs it. */
export interface SemanticTier {
  /** Looks for a stored question that means the same. */
  lookup(request: LocatedRequest): Promise<Hit | Miss>;
  /** The question's vector and the model that made it, or why there is none. */
  embed(request: LocatedRequest, timeoutMs: number): Promise<EmbeddedQuery | EmbeddingFailure>;
  /** The nearest entries of the request's partition, or why there is no telling. */
  search(
    request: LocatedRequest,
    embedding: Embedding,
    threshold: number,
  ): Promise<readonly Match[] | MissReason>;
  /** The policy for one call. */
  policy(embeddingModel: string, threshold: number | undefined): Policy;
  /** What turns questions into vectors; nothing where matches are exact. */
  embedder(): Promise<Embedder | undefined>;
  /** From now on questions get their vectors from another model. */
  moveTo(move: Move): Promise<MoveUnderWay>;
}

/** An embedding model, and the least similarity of a hit with it. */
export interface ChosenModel {
  readonly model: EmbeddingModelLike | string;
  /** @default what is known of the model, as for a new cache */
  readonly threshold?: number | Policy | undefined;
}

/** From one embedding model to another. */
export interface Move extends ChosenModel {
  /** The model to leave. @default the present one */
  readonly from?: ChosenModel | undefined;
}

/** Entries of both models are found until this has ended. */
export interface MoveUnderWay {
  readonly embedder: Embedder;
  end(): void;
}

interface Embedders {
  current: Embedder | undefined;
  /** Of entries that are still to be moved. */
  previous?: Embedder | undefined;
}

/** A question as a point. */
export interface EmbeddedQuery {
  readonly embedding: Embedding;
  readonly model: string;
}

/** Why a question has no point. */
export interface EmbeddingFailure {
  readonly reason: MissReason;
  readonly embedsLate?: boolean;
}

/** The {@link SemanticTier} of one cache. */
export function createSemanticTier(runtime: Runtime): SemanticTier {
  const { config } = runtime;
  /** Chosen thresholds: similarities of one model say nothing about those of another. */
  const thresholds = new Map<string, number | Policy | undefined>();
  const loaded = lazy(async (): Promise<Embedders> => {
    const current = await loadEmbedder(runtime);
    if (current) thresholds.set(current.name, config.threshold);
    return { current };
  });

  function chosenEmbedder({ model, threshold }: ChosenModel): Embedder {
    const embedder = embedderOf(runtime, model);
    if (threshold !== undefined) thresholds.set(embedder.name, threshold);
    return embedder;
  }

  async function embed(
    request: LocatedRequest,
    timeoutMs: number,
    which: "current" | "previous" = "current",
  ): Promise<EmbeddedQuery | EmbeddingFailure> {
    try {
      const embedder = (await loaded())[which];
      if (!embedder) return { reason: "exact-only" };
      const embedding = await withDeadline("embedding", timeoutMs, request.abortSignal, (signal) =>
        embedder.embed(request.plan.query ?? "", signal),
      );
      return embedding ? { embedding, model: embedder.name } : { reason: "no-vector" };
    } catch (error) {
      report(runtime, request, "embedding", error);
      const isLate = SemanticCacheError.isInstance(error) && error.code === "timeout";
      return { reason: missReasonOf(error, "embedding-failed"), embedsLate: isLate };
    }
  }

  async function search(
    request: LocatedRequest,
    { vector, space }: Embedding,
    threshold: number,
  ): Promise<readonly Match[] | MissReason> {
    const { store, timeouts, candidates } = config;
    if (store.capabilities.search === "none") return [];
    const { scope } = request.address;
    try {
      const query = { scope, space, vector, limit: candidates, threshold };
      const { abortSignal } = request;
      const matches = store.search(query);
      const found = await withTimeout("store.search", timeouts.search, abortSignal, matches);
      return found.filter(({ entry }) => entry.space === space);
    } catch (error) {
      report(runtime, request, "lookup", error);
      return missReasonOf(error, "store-failed");
    }
  }

  function policy(embeddingModel: string, threshold: number | undefined): Policy {
    const chosen = threshold ?? thresholds.get(embeddingModel) ?? defaultThreshold(embeddingModel);
    return typeof chosen === "number" ? staticPolicy(chosen) : chosen;
  }

  async function lookupWith(
    request: LocatedRequest,
    which: "current" | "previous",
  ): Promise<Hit | Miss> {
    const found = await embed(request, config.timeouts.embedding, which);
    if ("reason" in found) return { hit: false, ...found };
    const { embedding, model } = found;
    const chosen = policy(model, request.plan.directives.threshold);
    // A little below the floor, so that a miss can say how near the nearest question was.
    const { floor } = boundsOf(config, chosen, runtime.audit);
    const matches = await search(request, embedding, floor - config.nearMissMargin);
    if (typeof matches === "string") {
      return { hit: false, reason: matches, embedding, policy: chosen };
    }
    return chooseMatch(runtime, request, { matches, embedding, policy: chosen });
  }

  return {
    embed,
    search,
    policy,
    async lookup(request) {
      const found = await lookupWith(request, "current");
      const { previous } = await loaded();
      if (!previous || found.hit) return found;
      const older = await lookupWith(request, "previous");
      return older.hit ? older : { ...found, fallback: found.fallback ?? older.fallback };
    },
    embedder: async () => (await loaded()).current,
    async moveTo({ model, threshold, from }) {
      const embedders = await loaded();
      const { current, previous } = embedders;
      const embedder = chosenEmbedder({ model, threshold });
      const isCurrent = embedder.name === current?.name;
      const left = from ? chosenEmbedder(from) : isCurrent ? previous : current;
      embedders.current = embedder;
      embedders.previous = left?.name === embedder.name ? undefined : left;
      return {
        embedder,
        end() {
          if (embedders.previous === left) embedders.previous = undefined;
        },
      };
    },
  };
}
