import { type Call, consult } from "./consult.ts";
import { createHandle, type SemanticCacheHandle } from "./handle.ts";
import type { CacheModelInfo, SemanticCacheMiddleware } from "./middleware.ts";
import { resolveOptions, type SemanticCacheOptions } from "./options.ts";
import { createCallChannel } from "./request/call.ts";
import type { CallParams } from "./request/settings.ts";
import { withMetadata } from "./response/metadata.ts";
import { recordGenerate } from "./response/record.ts";
import { recordStream } from "./response/record-stream.ts";
import { replayGenerate, replayStream } from "./response/replay.ts";
import { createRuntime } from "./runtime.ts";

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
  const channel = createCallChannel();
  const ask = (operation: Call["operation"], params: object, model: CacheModelInfo) =>
    consult(runtime, { operation, params: asCallParams(params), model, own: channel.read(params) });

  return {
    specificationVersion: "v4" as never,

    transformParams: async ({ params }) => channel.strip(params),

    async wrapGenerate({ doGenerate, params, model }) {
      const found = await ask("generate", params, model);
      if (found.kind === "bypass") return doGenerate();
      if (found.kind === "hit") return shapeOf(replayGenerate(found.answer, found.replay));
      const result = await doGenerate();
      found.write(recordGenerate(result, found.recording));
      return withMetadata(result, found.metadata);
    },

    async wrapStream({ doStream, params, model }) {
      const found = await ask("stream", params, model);
      if (found.kind === "bypass") return doStream();
      if (found.kind === "hit") return shapeOf(replayStream(found.answer, found.replay));
      return recordStream(await doStream(), found);
    },

    ...createHandle(runtime),
  };
}

/** The SDK's own types of call options, of four majors, as what they have in common. */
function asCallParams(params: object): CallParams {
  return params as CallParams;
}

/** A replay has the shape of the caller's SDK version; only its matrix of tests can prove that. */
function shapeOf<Result>(replayed: object): Result {
  return replayed as Result;
}
