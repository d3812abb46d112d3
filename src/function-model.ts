import { isRecord } from "./is-record.ts";
import { OWN_OPTIONS } from "./own-options.ts";
import type { SemanticCacheCallOptions } from "./request/directives.ts";
import { writeUsage } from "./response/usage.ts";
import type { Runtime } from "./runtime.ts";
import { createMiddleware } from "./semantic-cache.ts";
import type { TextFunction, TextFunctionOptions } from "./wrap-function.ts";

/** A function with its name and what its calls say to the cache. */
export interface WrappedFunction {
  readonly fn: TextFunction;
  readonly name: string;
  readonly own: SemanticCacheCallOptions;
}

/** What a function returned, beside its form as an answer: the caller gets the very value. */
const VALUE = Symbol("value");

/** The function's result for a text, through the cache. */
export async function answerFrom(
  runtime: Runtime,
  wrapped: WrappedFunction,
  text: string,
  options?: TextFunctionOptions,
): Promise<unknown> {
  const { middleware, call } = await prepare(runtime, wrapped, text, options);
  const { model } = call;
  const doGenerate = (): Promise<object> => model.doGenerate(call.params);
  const result: object = await middleware.wrapGenerate({ ...call, doGenerate });
  if (VALUE in result) return result[VALUE];
  const { structuredOutputText, content } = result as Answered;
  return structuredOutputText === undefined ? textOf(content) : JSON.parse(structuredOutputText);
}

interface Answered {
  readonly structuredOutputText?: string;
  readonly content: readonly { readonly text?: string }[];
}

/** The function's texts, through the cache. */
export async function* streamFrom(
  runtime: Runtime,
  wrapped: WrappedFunction,
  text: string,
  options?: TextFunctionOptions,
): AsyncGenerator<string, void> {
  const { middleware, call } = await prepare(runtime, wrapped, text, options);
  const { model } = call;
  const doStream = (): Promise<object> => model.doStream(call.params);
  const { stream } = (await middleware.wrapStream({ ...call, doStream })) as {
    readonly stream: ReadableStream<{ readonly type: string; readonly delta?: string }>;
  };
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (next.value.type === "text-delta") yield next.value.delta ?? "";
    }
  } finally {
    await reader.cancel().catch(() => {}); // does nothing after the end
  }
}

interface FunctionCall {
  readonly abortSignal?: AbortSignal | undefined;
}

/** The call of a function as a middleware gets the call of a model. */
async function prepare(
  runtime: Runtime,
  { fn, name, own }: WrappedFunction,
  text: string,
  { abortSignal }: TextFunctionOptions = {},
) {
  const model = {
    specificationVersion: "v4",
    provider: "function",
    modelId: name,
    doGenerate: async (call: FunctionCall) => toResult(await fn(text, call)),
    doStream: async (call: FunctionCall) => ({
      stream: toStream(fn(text, call) as AsyncIterable<string>),
    }),
  };
  const middleware = createMiddleware(
    () => runtime,
    (error) => runtime.fail("plan", error),
  );
  const said = {
    prompt: [{ role: "user", content: [{ type: "text", text }] }],
    providerOptions: { [OWN_OPTIONS]: own },
    abortSignal,
  };
  const params = await middleware.transformParams({ params: said });
  return { middleware, call: { model, params, doGenerate: never, doStream: never } };
}

const never = (): Promise<never> => Promise.reject(new Error("not this way"));

const usage = writeUsage("v4", {});

/** A result as an answer: text as text, what JSON can hold as JSON. Anything else is not to be stored. */
function toResult(value: unknown): object {
  const json = typeof value === "string" ? undefined : jsonOf(value);
  const text = typeof value === "string" ? value : json;
  return {
    content: text === undefined ? [] : [{ type: "text", text }],
    finishReason: { unified: text === undefined ? "other" : "stop", raw: undefined },
    ...(json === undefined ? {} : { structuredOutputText: json }),
    usage,
    warnings: [],
    [VALUE]: value,
  };
}

/** JSON of a value, or `undefined` when another value would come back of it. */
function jsonOf(value: unknown): string | undefined {
  return isJson(value, 0) ? JSON.stringify(value) : undefined;
}

const DEEPEST = 64;

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (depth === DEEPEST) return false; // also of what holds itself
  if (Array.isArray(value)) return Array.from(value).every((item) => isJson(item, depth + 1)); // with its gaps
  if (!isRecord(value) || !isPlain(value)) return false;
  return Object.values(value).every((item) => isJson(item, depth + 1));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const hasOwnForm = "toJSON" in value || Object.getOwnPropertySymbols(value).length > 0;
  return (prototype === Object.prototype || prototype === null) && !hasOwnForm;
}

/** Texts as the parts of a stream, made as they are read. */
function toStream(texts: AsyncIterable<string>): ReadableStream<object> {
  const iterator = texts[Symbol.asyncIterator]();
  const id = "0";
  return new ReadableStream<object>(
    {
      start(controller) {
        controller.enqueue({ type: "stream-start", warnings: [] });
        controller.enqueue({ type: "text-start", id });
      },
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (!done && typeof value !== "string") {
          throw new TypeError(`A wrapped generator must yield texts; got ${typeof value}.`);
        }
        if (!done) return controller.enqueue({ type: "text-delta", id, delta: value });
        controller.enqueue({ type: "text-end", id });
        const finishReason = { unified: "stop", raw: undefined };
        controller.enqueue({ type: "finish", finishReason, usage });
        controller.close();
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function textOf(content: Answered["content"]): string {
  return content.map(({ text = "" }) => text).join("");
}
