import {
  generateObject,
  generateText,
  Output,
  streamObject,
  streamText,
  wrapLanguageModel,
} from "ai4";
import { convertArrayToReadableStream, MockLanguageModelV1 } from "ai4/test";
import { z } from "zod";
import type { App, AppOptions, OpenStream, Outcome, Question, Sdk } from "./sdk.ts";
import {
  type AnswerPart,
  modelParts,
  modelResult,
  OLD_WARNINGS,
  type RawPart,
} from "./sdk-answer.ts";
import {
  asFields,
  asList,
  contentPart,
  readOutcome,
  readStream,
  type SdkResult,
} from "./sdk-outcome.ts";

type Model = Parameters<typeof wrapLanguageModel>[0]["model"];
type Middleware = Parameters<typeof wrapLanguageModel>[0]["middleware"];

/** ai 4. */
export const sdk4: Sdk = {
  name: "ai 4",
  version: "v1",
  zeroUsage: { promptTokens: 0, completionTokens: 0, totalTokens: 0 },
  app: createApp,
};

function createApp(options: AppOptions): App {
  const seen: object[] = [];
  const inner = (options.model ?? mockModel(options, seen)) as Model;
  const { middleware } = options;
  const model = middleware
    ? wrapLanguageModel({ model: inner, middleware: middleware as Middleware })
    : inner;
  const setup = (question: Question): CallSetup => callSetup(model, question);
  return {
    seen,
    ask: (question) =>
      question.as === "object"
        ? askObject(question, setup(question))
        : askText(question, setup(question)),
    openStream: (question) => streamText(setup(question)) as unknown as OpenStream,
    raw: async (way, params) =>
      asFields(
        way === "generate"
          ? await model.doGenerate(params as Parameters<Model["doGenerate"]>[0])
          : await model.doStream(params as Parameters<Model["doStream"]>[0]),
      ),
  };
}

interface CallSetup {
  readonly model: Model;
  readonly maxRetries: number;
  readonly prompt?: string;
  readonly messages?: [];
}

function callSetup(model: Model, { prompt, options, as }: Question): CallSetup {
  const text = typeof prompt === "string" ? { prompt } : { messages: prompt as [] };
  const output =
    as === "output"
      ? { experimental_output: Output.object({ schema: z.object({}).passthrough() }) }
      : {};
  return { maxRetries: 0, ...text, ...output, ...options, model };
}

async function askText({ way }: Question, setup: CallSetup): Promise<Outcome> {
  const result = asFields(way === "generate" ? await generateText(setup) : streamText(setup));
  const streamed = way === "generate" ? [] : await readStream(result);
  const outcome = await readOutcome(result, await contentOf(result), streamed);
  return { ...outcome, object: parsed(outcome.text) };
}

async function askObject({ way }: Question, setup: CallSetup): Promise<Outcome> {
  const options = { ...setup, schema: z.object({}).passthrough() };
  const result = asFields(
    way === "generate" ? await generateObject(options) : streamObject(options),
  );
  if (way === "generate") return readOutcome(result, []);
  const streamed = await readStream(result);
  return readOutcome(fieldsOfStream(result), [], streamed);
}

/** The promises of a stream of objects; that of its warnings never settles in ai 4. */
function fieldsOfStream({ object, usage, response, providerMetadata }: SdkResult): SdkResult {
  return { object, usage, response, providerMetadata };
}

async function contentOf(result: SdkResult): Promise<object[]> {
  const text = await result.text;
  const files = asList(await result.files);
  return [
    ...asList(await result.reasoningDetails).map(({ type, ...rest }) =>
      contentPart({ ...rest, type: type === "text" ? "reasoning" : type }),
    ),
    ...(text === "" ? [] : [{ type: "text", text }]),
    ...asList(await result.sources).map((source) => contentPart({ type: "source", ...source })),
    ...files.map((file) => contentPart({ type: "file", file })),
  ];
}

function mockModel(options: AppOptions, seen: object[]): MockLanguageModelV1 {
  const { answer = [], objectMode = "json", modelId = "mock-model-id" } = options;
  const doGenerate = options.doGenerate ?? ((params) => inMode(params, answer).result);
  const doStream = options.doStream ?? ((params) => inMode(params, answer).parts);
  return new MockLanguageModelV1({
    modelId,
    defaultObjectGenerationMode: objectMode,
    doGenerate: async (params) =>
      (await doGenerate(params, seen.push(params))) as Awaited<ReturnType<Model["doGenerate"]>>,
    doStream: async (params) => {
      const raw = await doStream(params, seen.push(params));
      const stream = Array.isArray(raw) ? convertArrayToReadableStream(raw) : raw;
      const rawCall = { rawPrompt: null, rawSettings: {} };
      const result: object = { stream, rawCall, warnings: OLD_WARNINGS };
      return result as Awaited<ReturnType<Model["doStream"]>>;
    },
  });
}

/** An object asked for in tool mode is the arguments of a tool call. */
function inMode(
  params: object,
  answer: readonly AnswerPart[],
): { readonly result: object; readonly parts: readonly RawPart[] } {
  const mode = asFields(Reflect.get(params, "mode"));
  const result = modelResult("v1", answer);
  const parts = modelParts("v1", answer);
  if (mode.type !== "object-tool") return { result, parts };
  const toolName = String(asFields(mode.tool).name);
  const call = { toolCallType: "function", toolCallId: "call_1", toolName };
  const args = String(asFields(result).text);
  const asCall = ({ textDelta, ...part }: RawPart): RawPart =>
    part.type === "text-delta"
      ? { type: "tool-call-delta", ...call, argsTextDelta: textDelta }
      : part;
  return {
    result: { ...result, text: undefined, toolCalls: [{ ...call, args }] },
    parts: [
      ...parts.slice(0, -1).map(asCall),
      { type: "tool-call", ...call, args },
      ...parts.slice(-1),
    ],
  };
}

function parsed(text: string): unknown {
  return text.startsWith("{") ? JSON.parse(text) : undefined;
}
