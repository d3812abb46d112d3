import type { EmbeddingModelLike } from "../../embedding-model.ts";
import { defaultThreshold } from "../../lookup/thresholds.ts";
import type { SemanticCacheOptions } from "../../options.ts";
import { embeddingModelName } from "../own-space.ts";
import { latencyText } from "../text/amounts.ts";
import { messageOf } from "../text/message-of.ts";
import { type Finding, findings } from "./finding.ts";

/** What was learned of the embedding model. */
export interface EmbeddingCheck {
  readonly findings: readonly Finding[];
  /** `provider/modelId`; absent where hits are exact only. */
  readonly name?: string | undefined;
  /** Of its vectors; absent where it did not answer. */
  readonly dimensions?: number | undefined;
  /** What one call took, when it was warm. */
  readonly milliseconds?: number | undefined;
}

/** Of our own, and harmless: no prompt of anybody. */
const PROBE = "Where do I find the opening hours?";
const TIMEOUT_MS = 30_000;

/** Embeds one text of ours twice: the first call may load something. */
export async function checkEmbedding(options: SemanticCacheOptions): Promise<EmbeddingCheck> {
  const { ok, error } = findings("embedding model");
  const name = await embeddingModelName(options);
  if (name === undefined) return { findings: [ok("none: only exact hits (embeddingModel: null)")] };
  try {
    const embed = await embedFunction(options.embeddingModel);
    await embed(PROBE);
    const start = performance.now();
    const vector = await embed(`${PROBE} `);
    const milliseconds = performance.now() - start;
    const dimensions = vector.length;
    return {
      name,
      dimensions,
      milliseconds,
      findings: describe(name, vector, milliseconds, options),
    };
  } catch (failure) {
    const advice = "Check the key and the id of the model. Until it answers, hits are exact only.";
    return { name, findings: [error(`${name} does not answer: ${messageOf(failure)}`, advice)] };
  }
}

type Embed = (text: string) => Promise<readonly number[]>;

async function embedFunction(model: SemanticCacheOptions["embeddingModel"]): Promise<Embed> {
  const abortSignal = (): AbortSignal => AbortSignal.timeout(TIMEOUT_MS);
  if (typeof model === "string") {
    const { embed } = await import("ai");
    return async (value) =>
      (await embed({ model, value, maxRetries: 0, abortSignal: abortSignal() })).embedding;
  }
  const asked = model ?? (await builtIn());
  return async (text) => {
    const { embeddings } = await asked.doEmbed({ values: [text], abortSignal: abortSignal() });
    return embeddings[0] ?? [];
  };
}

async function builtIn(): Promise<EmbeddingModelLike> {
  const { loadBuiltInEmbedding } = await import("#built-in-embedding");
  const model = loadBuiltInEmbedding();
  if (model) return model;
  throw new Error("the built-in model is not part of this bundle");
}

function describe(
  name: string,
  vector: readonly number[],
  milliseconds: number,
  options: SemanticCacheOptions,
): Finding[] {
  const { ok, warning, error } = findings("embedding model");
  const length = Math.hypot(...vector);
  if (vector.length === 0 || !Number.isFinite(length) || length === 0) {
    return [error(`${name} gave no usable vector`, "Take another embedding model.")];
  }
  const unit = Math.abs(length - 1) < 0.01 ? "unit length" : "brought to unit length by the cache";
  const facts = `${name}: ${vector.length} dimensions, ${unit}, ${latencyText(milliseconds)}`;
  const found = [ok(facts), threshold(name, options)];
  if (options.embeddingModel === undefined) {
    found.push(
      warning(
        "The built-in model is English, and for starting; edge runtimes do not have it.",
        'For production pass embeddingModel, such as openai.embedding("text-embedding-3-small").',
      ),
    );
  }
  return found;
}

const STRICT = defaultThreshold("");

function threshold(name: string, { threshold: set }: SemanticCacheOptions): Finding {
  const { ok, warning } = findings("threshold");
  if (typeof set === "number") return ok(`${set}, by your options`);
  if (set !== undefined) return ok(`decided by the policy ${set.name}`);
  const known = defaultThreshold(name);
  if (known !== STRICT) return ok(`${known}, measured for ${name}`);
  return warning(
    `${known}: nobody has measured ${name}, so the strict default holds and many paraphrases miss`,
    "Measure it on your questions: npx ai-sdk-semantic-cache evaluate pairs.jsonl, or tune.",
  );
}
