import type { SemanticCacheMiddleware } from "../../src/index.ts";
import { sdk4 } from "./sdk-4.ts";
import type { AnswerPart, Version } from "./sdk-answer.ts";
import { sdk5, sdk6, sdk7 } from "./sdk-modern.ts";

/** One major version of the AI SDK, so that a test can be a table of them. */
export interface Sdk {
  readonly name: "ai 4" | "ai 5" | "ai 6" | "ai 7";
  readonly version: Version;
  /** What this SDK shows as usage when a model used nothing: all counters of its shape are 0. */
  readonly zeroUsage: object;
  /** An application of this major: its mock model behind middleware. */
  app(options: AppOptions): App;
}

export interface AppOptions {
  readonly middleware?: SemanticCacheMiddleware | readonly object[] | undefined;
  /** A model to use instead of a mock. */
  readonly model?: object | undefined;
  /** What the mock answers, when the two functions below say nothing else. */
  readonly answer?: readonly AnswerPart[] | undefined;
  /** The raw result of `doGenerate`. */
  readonly doGenerate?: RawCall | undefined;
  /** The raw parts of `doStream`, or the stream of them. */
  readonly doStream?: RawCall | undefined;
  /** How ai 4 asks this model for objects. */
  readonly objectMode?: "json" | "tool" | undefined;
  readonly modelId?: string | undefined;
}

/** Called with the call options as the provider gets them, and the number of the call, from 1. */
export type RawCall = (params: object, call: number) => object | Promise<object>;

export interface App {
  /** Call options of every call that reached the mock. */
  readonly seen: readonly object[];
  /** Calls through the SDK and reads the result, or the stream, to its end. Throws what the call throws. */
  ask(question: Question): Promise<Outcome>;
  /** `streamText` and nothing more: what it returns. */
  openStream(question: Question): OpenStream;
  /** `doGenerate` or `doStream` of the wrapped model itself, for what the SDK hides. */
  raw(way: Way, params: object): Promise<Readonly<Record<string, unknown>>>;
}

export type Way = "generate" | "stream";

export interface Question {
  readonly way: Way;
  readonly prompt: string | readonly object[];
  /** `generateText`, `generateObject`, or `generateText` with `Output.object`; or their streams. */
  readonly as?: "text" | "object" | "output" | undefined;
  /** Anything else that the call of the SDK takes. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** A result as its user sees it, the same for every major. */
export interface Outcome {
  readonly text: string;
  /** Parts in the SDK's order, with `providerMetadata` where a part carries some. */
  readonly content: readonly object[];
  readonly object: unknown;
  readonly finishReason: unknown;
  readonly usage: unknown;
  readonly warnings: unknown;
  readonly responseId: unknown;
  readonly timestamp: unknown;
  readonly providerMetadata: Readonly<Record<string, unknown>> | undefined;
  /** The messages that the application sends with its next question. */
  readonly messages: readonly object[];
  /** Parts of `fullStream`; empty for generate. */
  readonly streamed: readonly StreamedPart[];
}

export type StreamedPart = Readonly<Record<string, unknown>> & { readonly type: string };

export interface OpenStream {
  readonly fullStream: AsyncIterable<StreamedPart>;
  readonly textStream: AsyncIterable<string>;
}

export const sdks: readonly Sdk[] = [sdk4, sdk5, sdk6, sdk7];
export { sdk4, sdk5, sdk6, sdk7 };
