import type { LanguageModelMiddleware, wrapLanguageModel } from "ai";

// Taken from `ai`: beside the peers lie older versions of `@ai-sdk/provider`.

/** A model of the AI SDK. */
export type SdkModel = ReturnType<typeof wrapLanguageModel>;

/** What a model is called with. */
export type SdkCallOptions = Parameters<SdkModel["doGenerate"]>[0];

/** A middleware of the AI SDK. */
export type SdkMiddleware = LanguageModelMiddleware;

/** A whole answer. */
export type SdkAnswer = Awaited<ReturnType<SdkModel["doGenerate"]>>;

/** A stream of an answer. */
export type SdkStream = Awaited<ReturnType<SdkModel["doStream"]>>["stream"];

/** A part of a stream. */
export type SdkStreamPart = SdkStream extends ReadableStream<infer Part> ? Part : never;
