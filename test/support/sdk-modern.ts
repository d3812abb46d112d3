import * as ai7 from "ai";
import { convertArrayToReadableStream, MockLanguageModelV4 } from "ai/test";
import * as ai5 from "ai5";
import { MockLanguageModelV2 } from "ai5/test";
import * as ai6 from "ai6";
import { MockLanguageModelV3 } from "ai6/test";
import { z } from "zod";
import type { App, AppOptions, OpenStream, Outcome, Question, Sdk } from "./sdk.ts";
import { modelParts, modelResult, type Version } from "./sdk-answer.ts";
import { asList, contentPart, readOutcome, readStream, type SdkResult } from "./sdk-outcome.ts";

/** What the tests use of ai 5, 6 and 7. Their types are compared in types.test-d.ts; here they are one. */
interface ModernModule {
  generateText(options: object): Promise<SdkResult>;
  streamText(options: object): SdkResult;
  generateObject(options: object): Promise<SdkResult>;
  streamObject(options: object): SdkResult;
  wrapLanguageModel(options: { model: RawModel; middleware: unknown }): RawModel;
  readonly Output: { object(options: object): object };
}

interface RawModel {
  doGenerate(params: object): Promise<SdkResult>;
  doStream(params: object): Promise<SdkResult>;
}

type MockClass = new (options: {
  readonly modelId: string;
  readonly doGenerate: (params: object) => Promise<object>;
  readonly doStream: (params: object) => Promise<object>;
}) => object;

const detailedZero = {
  inputTokens: 0,
  inputTokenDetails: { noCacheTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
  outputTokens: 0,
  outputTokenDetails: { textTokens: 0, reasoningTokens: 0 },
  totalTokens: 0,
};

/** ai 5. */
export const sdk5: Sdk = createSdk({
  name: "ai 5",
  version: "v2",
  module: ai5 as unknown as ModernModule,
  Mock: MockLanguageModelV2 as unknown as MockClass,
  outputOption: "experimental_output",
  zeroUsage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
});

/** ai 6. */
export const sdk6: Sdk = createSdk({
  name: "ai 6",
  version: "v3",
  module: ai6 as unknown as ModernModule,
  Mock: MockLanguageModelV3 as unknown as MockClass,
  outputOption: "output",
  // The flat counters of ai 5 are still there, and what the provider counted is not.
  zeroUsage: { ...detailedZero, reasoningTokens: 0, cachedInputTokens: 0, raw: undefined },
});

/** ai 7. */
export const sdk7: Sdk = createSdk({
  name: "ai 7",
  version: "v4",
  module: ai7 as unknown as ModernModule,
  Mock: MockLanguageModelV4 as unknown as MockClass,
  outputOption: "output",
  zeroUsage: detailedZero,
});

interface Modern extends Pick<Sdk, "name" | "zeroUsage"> {
  readonly version: Version;
  readonly module: ModernModule;
  readonly Mock: MockClass;
  readonly outputOption: string;
}

function createSdk(modern: Modern): Sdk {
  const { name, version, zeroUsage } = modern;
  return { name, version, zeroUsage, app: (options) => createApp(modern, options) };
}

function createApp(modern: Modern, options: AppOptions): App {
  const { module } = modern;
  const seen: object[] = [];
  const inner = (options.model ?? mockModel(modern, options, seen)) as RawModel;
  const { middleware } = options;
  const model = middleware ? module.wrapLanguageModel({ model: inner, middleware }) : inner;
  return {
    seen,
    ask: (question) => ask(modern, question, callSetup(modern, model, question)),
    openStream: (question) =>
      module.streamText(callSetup(modern, model, question)) as unknown as OpenStream,
    raw: (way, params) => (way === "generate" ? model.doGenerate(params) : model.doStream(params)),
  };
}

function callSetup(modern: Modern, model: RawModel, { prompt, options, as }: Question): object {
  const schema = z.object({}).passthrough();
  const output = { [modern.outputOption]: modern.module.Output.object({ schema }) };
  return {
    maxRetries: 0,
    onError: () => {}, // errors are read from the stream, not from the console
    ...(typeof prompt === "string" ? { prompt } : { messages: prompt }),
    ...(as === "object" ? { schema } : {}),
    ...(as === "output" ? output : {}),
    ...options,
    model,
  };
}

async function ask({ module }: Modern, { way, as }: Question, setup: object): Promise<Outcome> {
  const [generate, stream] =
    as === "object"
      ? [module.generateObject, module.streamObject]
      : [module.generateText, module.streamText];
  if (way === "generate") {
    const result = await generate(setup);
    return withObject(as, await readOutcome(result, asList(result.content).map(contentPart)));
  }
  const result = stream(setup);
  const streamed = await readStream(result);
  const content = asList(await result.content).map(contentPart);
  return withObject(as, await readOutcome(result, content, streamed));
}

function withObject(as: Question["as"], outcome: Outcome): Outcome {
  return as === "output" ? { ...outcome, object: JSON.parse(outcome.text) } : outcome;
}

function mockModel({ version, Mock }: Modern, options: AppOptions, seen: object[]): RawModel {
  const { answer = [], modelId = "mock-model-id" } = options;
  const doGenerate = options.doGenerate ?? (() => modelResult(version, answer));
  const doStream = options.doStream ?? (() => modelParts(version, answer));
  return new Mock({
    modelId,
    doGenerate: async (params) => doGenerate(params, seen.push(params)),
    doStream: async (params) => {
      const raw = await doStream(params, seen.push(params));
      const stream = Array.isArray(raw) ? convertArrayToReadableStream(raw) : raw;
      return { stream, response: { headers: { "x-request-id": "req_1" } } };
    },
  }) as RawModel;
}
