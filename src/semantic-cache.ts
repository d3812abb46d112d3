import { withBlockOptions } from "./block.ts";
import type { Consultation } from "./consult.ts";
import type { ModelCall } from "./flight/served.ts";
import { createHandle, type SemanticCacheHandle } from "./handle.ts";
import { type LateRuntime, lateRuntime } from "./late-runtime.ts";
import { lazy } from "./lazy.ts";
import type { SemanticCacheMiddleware } from "./middleware.ts";
import { createListeners } from "./observe/listeners.ts";
import type { SemanticCacheOptions } from "./options.ts";
import { ownOptions, stripOwnOptions } from "./own-options.ts";
import { hasPassed, markPassed } from "./passed.ts";
import type { Call } from "./request/call.ts";
import type { CallParams } from "./request/settings.ts";
import type { Runtime } from "./runtime.ts";
import { memoryStore } from "./stores/memory/index.ts";
import { checkOptions } from "./validate-options.ts";

/** The middleware, and the handle to look into it and to manage it. */
export type SemanticCache = SemanticCacheMiddleware & SemanticCacheHandle;

/**
 * A middleware that answers repeated meanings from a cache.
 *
 * A request is planned (what identifies it, and whether it can be cached), looked up (exact key, normal
 * form, then by meaning), and either replayed from an entry or passed to the model, whose answer is
 * recorded and written behind the caller. It serves `generateText`, `streamText`, `generateObject` and
 * `streamObject` of ai 4 to 7, from one recording. Whatever fails inside costs a miss, never the call.
 *
 * @throws SemanticCacheError `invalid-options` when an option is unknown or malformed.
 * @example
 * const cache = semanticCache();
 * const model = wrapLanguageModel({ model: openai("gpt-5-mini"), middleware: cache });
 */
export function semanticCache(options: SemanticCacheOptions = {}): SemanticCache {
  checkOptions(options);
  const { store = memoryStore() } = options;
  const { tell, subscribe } = createListeners(options.onEvent);
  const runtime = lateRuntime({ ...options, store, onEvent: tell });
  const onLost = (error: unknown): void =>
    tell({ type: "error", stage: "plan", reason: "failed", error });
  return { ...createMiddleware(runtime.load, onLost), ...createHandle(store, runtime), subscribe };
}

/** The middleware alone: what stands between a call and its model. */
export function createMiddleware(
  load: LateRuntime["load"],
  onLost: (error: unknown) => void,
): SemanticCacheMiddleware {
  async function ask(
    { operation, params, model }: Pick<Call, "operation" | "model"> & { readonly params: object },
    ownCall: () => PromiseLike<unknown>,
  ): Promise<Asked | undefined> {
    let runtime: Runtime;
    let pipeline: typeof import("./consult.ts");
    try {
      [runtime, pipeline] = [await load(), await consultModule()];
    } catch (error) {
      onLost(error); // a part of the bundle is missing: the cache is, the call is not
      return undefined;
    }
    if (hasPassed(runtime, params)) return undefined;
    const own = withBlockOptions(ownOptions(params));
    const request = { operation, params: asCallParams(params), model, own };
    const found = await pipeline.consult(runtime, request);
    if (found.kind === "bypass") return undefined;
    const method = operation === "generate" ? "doGenerate" : "doStream";
    const call: ModelCall = (abortSignal) =>
      callModel(model, method, { ...markPassed(runtime, params), abortSignal }, ownCall);
    return { found, call };
  }

  return {
    specificationVersion: "v4" as never,

    transformParams: async ({ params }) => stripOwnOptions(params),

    async wrapGenerate({ doGenerate, params, model }) {
      const asked = await ask({ operation: "generate", params, model }, doGenerate);
      if (!asked) return doGenerate();
      const { found, call } = asked;
      if (found.kind === "miss") return shapeOf(await found.served.generate(call));
      found.askBehind?.(call);
      return shapeOf(found.replay.generate());
    },

    async wrapStream({ doStream, params, model }) {
      const asked = await ask({ operation: "stream", params, model }, doStream);
      if (!asked) return doStream();
      const { found, call } = asked;
      if (found.kind === "miss") return shapeOf(await found.served.stream(call));
      found.askBehind?.(call);
      return shapeOf(found.replay.stream());
    },
  };
}

/** What the cache said to a call, and how the call is made where it must be. */
interface Asked {
  readonly found: Exclude<Consultation, { readonly kind: "bypass" }>;
  readonly call: ModelCall;
}

// Importing the package loads options, memory store and this; the first use loads the rest.
const consultModule = lazy(() => import("./consult.ts"));

/** The SDK's own types of call options, of four majors, as what they have in common. */
function asCallParams(params: object): CallParams {
  return params as CallParams;
}

/**
 * The model call of a request, with another abort signal than the request's own: others may wait for
 * it too. It is what `doGenerate` and `doStream` do; they serve where a model has no such method.
 */
function callModel(
  model: object,
  method: "doGenerate" | "doStream",
  params: object,
  ownCall: () => PromiseLike<unknown>,
): PromiseLike<object> {
  const call: unknown = Reflect.get(model, method);
  const made = typeof call === "function" ? call.call(model, params) : ownCall();
  return made as PromiseLike<object>;
}

/** A replay has the shape of the caller's SDK version; only its matrix of tests can prove that. */
function shapeOf<Result>(replayed: object): Result {
  return replayed as Result;
}
