import type { Duration } from "./duration.ts";
import { SemanticCacheError } from "./errors.ts";
import type { LateRuntime } from "./late-runtime.ts";
import { lazy } from "./lazy.ts";
import { readDirectives } from "./request/directives.ts";

/** What a wrapped function is called with besides its text, and calls the function with. */
export interface TextFunctionOptions {
  /** Fires when nobody waits for the answer any more. */
  readonly abortSignal?: AbortSignal | undefined;
}

/** An async function of a text, or an async generator of texts. */
export type TextFunction =
  | ((text: string, options?: TextFunctionOptions) => Promise<unknown>)
  | ((text: string, options?: TextFunctionOptions) => AsyncIterable<string>);

/** How a function is cached. */
export interface WrapOptions {
  /**
   * What the function is called: functions of one name share their answers, also over restarts and
   * processes. @default a name of its own, for as long as it lives
   */
  readonly name?: string | undefined;
  /** Whether the function returns texts one by one. @default true for an `async function*` */
  readonly stream?: boolean | undefined;
  /** Partition of its answers. @default the cache's */
  readonly namespace?: string | undefined;
  /** Anything else that must be equal before an answer may be shared. @default none */
  readonly scope?: string | undefined;
  /** Lifetime of its answers. @default the cache's */
  readonly ttl?: Duration | undefined;
  /** Names to invalidate its answers by, with those of the cache. @default [] */
  readonly tags?: string[] | undefined;
}

const functionModule = lazy(() => import("./function-model.ts"));

/**
 * A function of the same type, which is only called for texts that mean something new. A result must be
 * what JSON can hold to be stored; anything else is passed on. What the function throws is thrown.
 *
 * @throws SemanticCacheError `invalid-options` for what is no function, and for options it does not take.
 */
export function wrapFunction<Wrapped extends TextFunction>(
  load: LateRuntime["load"],
  fn: Wrapped,
  { name, stream = isGenerator(fn), ...own }: WrapOptions = {},
): Wrapped {
  checkWrap(fn, name);
  readDirectives(own);
  // Without a name nothing tells this function from another with the same text and other variables.
  const wrapped = { fn, name: name ?? crypto.randomUUID(), own };
  // Nothing where a part of the bundle is missing: the cache is, the function is not.
  const loadParts = () => Promise.all([functionModule(), load()]).catch(() => {});
  const asStream = async function* (text: string, options?: TextFunctionOptions) {
    const parts = await loadParts();
    yield* parts
      ? parts[0].streamFrom(parts[1], wrapped, text, options)
      : (fn(text, options) as AsyncIterable<string>);
  };
  const asPromise = async (text: string, options?: TextFunctionOptions): Promise<unknown> => {
    const parts = await loadParts();
    return parts ? parts[0].answerFrom(parts[1], wrapped, text, options) : fn(text, options);
  };
  return (stream ? asStream : asPromise) as unknown as Wrapped;
}

function checkWrap(fn: unknown, name: unknown): void {
  const problem =
    typeof fn !== "function"
      ? `fn must be a function; got ${typeof fn}`
      : name !== undefined && (typeof name !== "string" || name === "")
        ? `name must be text; got ${JSON.stringify(name)}`
        : undefined;
  if (problem) throw new SemanticCacheError("invalid-options", `wrap: ${problem}.`);
}

function isGenerator(fn: unknown): boolean {
  return Object.prototype.toString.call(fn) === "[object AsyncGeneratorFunction]";
}
