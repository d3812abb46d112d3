import type { CacheEvent, ErrorStage } from "../observe/events.ts";
import type { Explanation } from "../observe/explain/explanation.ts";
import type { SemanticCacheOptions } from "../options.ts";
import { semanticCacheMetadata } from "../response/metadata.ts";
import { semanticCache } from "../semantic-cache.ts";
import { memoryStore } from "../stores/memory/index.ts";
import type { LabelledTurn } from "./rows.ts";
import { type Generated, generated, MODEL, paramsOf, standIn } from "./stand-ins.ts";
import type { TextVectors } from "./text-vectors.ts";

/** A question as it is put to a cache. */
export interface Asking {
  /** Questions of another part know nothing of each other. @default one for all */
  readonly part?: string | undefined;
  readonly turns: readonly LabelledTurn[];
  readonly text: string;
  /** What the model says, when it is asked. */
  readonly answer: string;
  /** The vector of the question, where it came with the row. */
  readonly given?: readonly number[] | undefined;
}

/** What came of it. */
export interface Asked {
  readonly hit: boolean;
  /** Of a hit, what was served; of a miss, where the answer is stored. Nothing when the cache was passed by. */
  readonly entryId: string | undefined;
  readonly answer: string;
  /** Whether the model's answer was stored. */
  readonly isStored: boolean;
  readonly kind?: "exact" | "semantic" | undefined;
  readonly similarity?: number | undefined;
  /** Why it was no hit: a reason of `miss` or `bypass` events. */
  readonly reason?: string | undefined;
  /** Names of the guards that spoke against a candidate. */
  readonly vetoedBy?: readonly string[] | undefined;
}

/** A cache with a store of its own, in front of a model that says what it is told to. One question at a time. */
export interface Trial {
  ask(asking: Asking): Promise<Asked>;
  /** What the cache would say of it if it neither had a threshold nor guards nor a verifier. */
  probe(asking: Asking): Promise<Explanation>;
}

/** What the trials of one evaluation share. */
export interface TrialContext {
  readonly options: SemanticCacheOptions;
  readonly vectors: TextVectors;
  /** Name of the embedding model: default thresholds go by it. */
  readonly modelName: string | undefined;
  onProblem(stage: ErrorStage, error: unknown): void;
}

/** A {@link Trial} with an empty store. */
export function createTrial(context: TrialContext): Trial {
  const events: CacheEvent[] = [];
  let current: Asking | undefined;
  const vectorOf = async (text: string): Promise<number[]> =>
    current?.given ? [...current.given] : context.vectors.of(text);
  const options: SemanticCacheOptions = {
    ...trialOptions(context.options),
    embeddingModel: context.modelName === undefined ? null : standIn(context.modelName, vectorOf),
    onEvent(event) {
      events.push(event);
      if (event.type === "error") context.onProblem(event.stage, event.error);
    },
  };
  const cache = semanticCache(options);
  const open = { threshold: -1, guards: false, verify: undefined } as const;
  const openCache = semanticCache({ ...options, ...open, onEvent: undefined });

  const askOne = async (asking: Asking): Promise<Asked> => {
    current = asking;
    events.length = 0;
    const doGenerate = async (): Promise<Generated> => generated(asking.answer);
    const params = await cache.transformParams({ params: paramsOf(asking) });
    const call = { params, model: MODEL, doGenerate, doStream: never };
    const result = await cache.wrapGenerate(call);
    await cache.flush();
    return toAsked(result, events);
  };
  return {
    async ask({ turns, ...asking }) {
      const held: LabelledTurn[] = [];
      // What a person hears goes on in the conversation, whether it comes from the cache or from the model.
      for (const { user, assistant } of turns) {
        const { answer } = await askOne({ turns: held, text: user, answer: assistant });
        held.push({ user, assistant: answer });
      }
      return askOne({ turns: held, ...asking });
    },
    probe(asking) {
      current = asking;
      return openCache.explain({ model: MODEL, params: paramsOf(asking) });
    },
  };
}

/** What a store of the application would have kept is not for this one to throw away. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/** The application's options, with nothing in them that reaches out of the evaluation or depends on its speed. */
function trialOptions(options: SemanticCacheOptions): SemanticCacheOptions {
  return {
    ...options,
    store: memoryStore({ maxEntries: UNBOUNDED, maxBytes: UNBOUNDED }),
    mode: "on",
    models: undefined,
    audit: undefined,
    compare: ({ answer, freshAnswer }) => answer === freshAnswer, // the labels know
    waitUntil: undefined,
    resilience: false,
    timeouts: { ...options.timeouts, get: "10m", search: "10m", embedding: "10m", write: "10m" },
  };
}

const never = (): Promise<never> => Promise.reject(new Error("evaluate does not stream"));

function toAsked(result: Generated, events: readonly CacheEvent[]): Asked {
  const metadata = semanticCacheMetadata(result.providerMetadata);
  const decided = events.find(({ type }) => ["hit", "miss", "bypass"].includes(type));
  const answer = result.content.map(({ text }) => text).join("");
  const { hit = false, entryId } = metadata ?? {};
  const isStored = events.some((event) => event.type === "write" && event.entryId === entryId);
  const asked = { answer, hit, entryId, isStored };
  if (decided?.type === "hit") {
    return { ...asked, kind: decided.kind, similarity: decided.similarity };
  }
  if (decided?.type === "bypass") return { ...asked, reason: decided.rule ?? decided.reason };
  if (decided?.type !== "miss") return asked;
  const { reason, vetoedBy, similarity } = decided;
  return { ...asked, reason, vetoedBy, similarity };
}
