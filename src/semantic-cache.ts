import { withBlockOptions } from "./block.ts";
import { resolveOptions } from "./config.ts";
import type { Consultation } from "./consult.ts";
import type { ModelCall } from "./flight/served.ts";
import { createHandle, type SemanticCacheHandle } from "./handle.ts";
import { lazy } from "./lazy.ts";
import type { CacheModelInfo, SemanticCacheMiddleware } from "./middleware.ts";
import type { SemanticCacheOptions } from "./options.ts";
import { ownOptions, stripOwnOptions } from "./own-options.ts";
import { hasPassed, markPassed } from "./passed.ts";
import type { Call } from "./request/call.ts";
import type { CallParams } from "./request/settings.ts";
import { createRuntime, type Runtime } from "./runtime.ts";

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
export function semanticCache(options?: SemanticCacheOptions): SemanticCache {
  const runtime = createRuntime(resolveOptions(options));
  return { ...createMiddleware(runtime), ...createHandle(runtime) };
}

/** The middleware alone: what stands between a call and its model. */
export function createMiddleware(runtime: Runtime): SemanticCacheMiddleware {
  async function ask(
    operation: Call["operation"],
    params: object,
    model: CacheModelInfo,
  ): Promise<Consultation> {
    if (hasPassed(runtime, params)) return { kind: "bypass" };
    const own = withBlockOptions(ownOptions(params));
    let pipeline: typeof import("./consult.ts");
    try {
      pipeline = await consultModule();
    } catch (error) {
      runtime.fail("plan", error); // a part of the bundle is missing: the cache is, the call is not
      return { kind: "bypass" };
    }
    return pipeline.consult(runtime, { operation, params: asCallParams(params), model, own });
  }

  return {
    specificationVersion: "v4" as never,

    transformParams: async ({ params }) => stripOwnOptions(params),

    async wrapGenerate({ doGenerate, params, model }) {
      const found = await ask("generate", params, model);
      if (found.kind === "bypass") return doGenerate();
      const call = callOf(model, "doGenerate", markPassed(runtime, params), doGenerate);
      if (found.kind === "miss") return shapeOf(await found.served.generate(call));
      found.renew?.(call);
      return shapeOf(found.replay.generate());
    },

    async wrapStream({ doStream, params, model }) {
      const found = await ask("stream", params, model);
      if (found.kind === "bypass") return doStream();
      const call = callOf(model, "doStream", markPassed(runtime, params), doStream);
      if (found.kind === "miss") return shapeOf(await found.served.stream(call));
      found.renew?.(call);
      return shapeOf(found.replay.stream());
    },
  };
}

// Importing the package loads options, memory store and this; the first request loads the rest.
const consultModule = lazy(() => import("./consult.ts"));

/** The SDK's own types of call options, of four majors, as what they have in common. */
function asCallParams(params: object): CallParams {
  return params as CallParams;
}

/**
 * The model call of a request, with another abort signal than the request's own: others may wait for
 * it too. It is what `doGenerate` and `doStream` do; they serve where a model has no such method.
 */
function callOf(
  model: object,
  method: "doGenerate" | "doStream",
  params: object,
  ownCall: () => PromiseLike<unknown>,
): ModelCall {
  const call: unknown = Reflect.get(model, method);
  return (abortSignal) => {
    const made =
      typeof call === "function" ? call.call(model, { ...params, abortSignal }) : ownCall();
    return made as PromiseLike<object>;
  };
}

/** A replay has the shape of the caller's SDK version; only its matrix of tests can prove that. */
function shapeOf<Result>(replayed: object): Result {
  return replayed as Result;
}
