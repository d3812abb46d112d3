import type { EmbeddingModelLike } from "../../embedding-model.ts";
import { type Chaotic, type CommonFault, createChaos } from "./chaos.ts";
import type { ChaosPlan } from "./chaos-plan.ts";
import { withMembers } from "./with-members.ts";

/** What can be wrong with vectors. */
type VectorFault = "nan-vector" | "zero-vector" | "wrong-dimensions" | "short-batch";

/**
 * What {@link chaosEmbeddingModel} can do to a call: `throw`, `delay`, `hang`; vectors that are no
 * numbers, all zero, or a dimension short; or one vector less than texts.
 */
export type EmbeddingFault = CommonFault | VectorFault;

/** The plan of {@link chaosEmbeddingModel}. */
export type EmbeddingChaosPlan = ChaosPlan<"doEmbed", EmbeddingFault>;

type Vectors = readonly (readonly number[])[];

const DAMAGE: Readonly<Record<VectorFault, (vectors: Vectors) => Vectors>> = {
  "nan-vector": (vectors) => vectors.map((vector) => vector.map(() => Number.NaN)),
  "zero-vector": (vectors) => vectors.map((vector) => vector.map(() => 0)),
  "wrong-dimensions": (vectors) => vectors.map((vector) => vector.slice(1)),
  "short-batch": (vectors) => vectors.slice(1),
};
const VECTOR_FAULTS = Object.keys(DAMAGE) as VectorFault[];
const FAULTS: Readonly<Record<"doEmbed", readonly EmbeddingFault[]>> = {
  doEmbed: ["throw", "delay", "hang", ...VECTOR_FAULTS],
};

/**
 * An embedding model of the AI SDK (V1 to V4) that fails as planned, over one that works. What waits or
 * hangs ends with the call's abort signal.
 *
 * @throws SemanticCacheError `invalid-options` for a plan that names what is not there.
 * @example
 * const embeddingModel = chaosEmbeddingModel(inner, { all: (call) => (call % 10 === 0 ? "hang" : "ok") });
 */
export function chaosEmbeddingModel<Model extends EmbeddingModelLike>(
  inner: Model,
  plan: EmbeddingChaosPlan = {},
): Model & Chaotic<"doEmbed", EmbeddingFault> {
  const { call, control } = createChaos<"doEmbed", EmbeddingFault>(
    "chaosEmbeddingModel",
    FAULTS,
    plan,
  );
  const doEmbed: EmbeddingModelLike["doEmbed"] = async (options) =>
    call(
      "doEmbed",
      async (fault) => {
        const result = await inner.doEmbed(options);
        if (fault === "ok") return result;
        return { ...result, embeddings: DAMAGE[fault](result.embeddings) };
      },
      options.abortSignal,
    );
  return withMembers(inner, { doEmbed, chaos: control }) as unknown as Model &
    Chaotic<"doEmbed", EmbeddingFault>;
}
