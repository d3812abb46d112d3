import { generateText, type LanguageModel, streamText } from "ai";
import { withTimeout } from "../../src/deadline.ts";
import { type SemanticCache, SemanticCacheError, semanticCacheMetadata } from "../../src/index.ts";
import type { Counter } from "./counter.ts";
import { judgeAnswer, type Served, type Verdict } from "./judge.ts";
import { manage, managed } from "./management.ts";
import type { Failing } from "./messages.ts";
import { monotonicMs } from "./monotonic.ts";
import { type Answered, randomRequest, type SoakRequest } from "./requests.ts";
import { MEANING_HEADER } from "./soak-models.ts";
import type { Truth, Truths } from "./truths.ts";

/** What the operations of one worker work on. */
export interface Workplace {
  readonly cache: SemanticCache;
  readonly models: Readonly<Record<string, LanguageModel>>;
  readonly random: () => number;
  readonly truths: Truths;
  /** Whether this entry lately stood in for a model that failed. */
  wasRescued(entryId: string | undefined): boolean;
  /** Whether writing this entry failed, as far as this process could tell. */
  wasGivenUp(entryId: string | undefined): boolean;
  readonly counter: Counter;
  /** Tells everybody. */
  publish(truth: Truth): void;
  report(failing: Failing): void;
}

/** Requests and management, chosen at random. */
export interface Operations {
  /** One of them, to its end. Never rejects. */
  next(): Promise<void>;
}

/** What a user sees of an answer. */
type Seen = Omit<Served, "askedAt" | "isRescued" | "isGivenUp">;
type Way = "generate" | "stream" | "half-read" | "unread";

/** A user waits no longer for a model. */
const PATIENCE_MS = 1_500;
/** A call that is not over so long after it was given up never ends. */
const STUCK_MS = 15_000;
/** What the model throws by plan, and what the SDK says of a stream that ends without an end. */
const MODEL_FAILURES = /^chaosModel: .* fails on purpose|stream ended without a finish chunk/;
const MOST_ANSWERED = 50;

/** The {@link Operations} of one worker. */
export function createOperations(workplace: Workplace): Operations {
  const { random, counter, report } = workplace;
  const answered: Answered[] = [];

  function remember(item: Answered): void {
    if (item.request.prompt.length > 4) return;
    answered.push(item);
    if (answered.length > MOST_ANSWERED) answered.shift();
  }

  async function ask(): Promise<void> {
    const request = withDirective(randomRequest(random, answered), random);
    const way = chooseWay(random);
    const askedAt = monotonicMs();
    const { signal, end } = patience(random);
    counter.add(`operation:${way}`);
    try {
      const served = await withTimeout(
        "A call that was given up",
        PATIENCE_MS + STUCK_MS,
        undefined,
        call(workplace, request, way, signal),
      );
      if (!served) return;
      const { entryId } = served.metadata ?? {};
      const isRescued = workplace.wasRescued(entryId);
      const isGivenUp = workplace.wasGivenUp(entryId);
      const seen = { ...served, askedAt, isRescued, isGivenUp };
      const verdict = judgeAnswer(request, seen, workplace.truths);
      tell(workplace, request, verdict, served);
      if (verdict.is !== "right") return;
      remember({ request, text: served.text });
      await reactTo(workplace, request, verdict.answer.id, served);
    } catch (error) {
      const expected = expectedFailure(error, request, signal);
      counter.add(`outcome:${expected ?? "failed"}`);
      if (!expected) report({ type: "failed", what: `${way}: ${describe(error)}` });
    } finally {
      end();
    }
  }

  return { next: () => (random() < 0.03 ? manage(workplace) : ask()) };
}

function tell(
  { counter, report }: Workplace,
  request: SoakRequest,
  verdict: Verdict,
  served: object,
): void {
  counter.add(`outcome:${verdict.is}`);
  if (verdict.is === "wrong")
    report({ type: "wrong", what: JSON.stringify({ ...verdict, request, served }) });
}

function chooseWay(random: () => number): Way {
  const chance = random();
  if (chance < 0.45) return "generate";
  if (chance < 0.94) return "stream";
  return chance < 0.99 ? "half-read" : "unread";
}

function withDirective(request: SoakRequest, random: () => number): SoakRequest {
  const chance = random();
  const cache = chance < 0.01 ? "reload" : chance < 0.02 ? "only-if-cached" : undefined;
  return cache ? { ...request, directives: { ...request.directives, cache } } : request;
}

/** A signal that fires when a user has enough: of a slow model, or of anything. */
function patience(random: () => number): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const milliseconds = random() < 0.03 ? 20 * random() : PATIENCE_MS;
  const timer = setTimeout(() => controller.abort(new Error("The user left.")), milliseconds);
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}

/** What the user got; nothing where the user did not look at all of it. */
async function call(
  { models, random }: Workplace,
  { modelId, temperature, prompt, directives, meaning }: SoakRequest,
  way: Way,
  abortSignal: AbortSignal,
): Promise<Seen | undefined> {
  const options = {
    ...{ model: models[modelId] as LanguageModel, temperature, maxRetries: 0, abortSignal },
    instructions: String(prompt[0]?.content),
    messages: prompt.slice(1),
    headers: { [MEANING_HEADER]: meaning },
    providerOptions: { semanticCache: directives as Record<string, string> },
  };
  if (way === "generate") {
    const { text, finishReason, providerMetadata } = await generateText(options);
    return { text, finishReason, metadata: semanticCacheMetadata(providerMetadata) };
  }
  const { fullStream } = streamText({ ...options, onError() {} });
  if (way === "unread") return undefined;
  return readStream(fullStream, way === "half-read" ? Math.ceil(10 * random()) : undefined);
}

async function readStream(
  parts: ReturnType<typeof streamText>["fullStream"],
  leaveAfter = Number.POSITIVE_INFINITY,
): Promise<Seen | undefined> {
  let text = "";
  let end: Omit<Seen, "text"> = { finishReason: undefined, metadata: undefined };
  let count = 0;
  for await (const part of parts) {
    if (++count > leaveAfter) return undefined;
    if (part.type === "error") throw part.error;
    if (part.type === "abort") throw new Error("aborted");
    if (part.type === "text-delta") text += part.text;
    if (part.type === "finish-step") {
      const metadata = semanticCacheMetadata(part.providerMetadata);
      end = { finishReason: part.finishReason, metadata };
    }
  }
  return { text, ...end };
}

/** Why a call may fail: its user left, its model failed, nothing was stored and nobody was to be asked. */
function expectedFailure(
  error: unknown,
  { directives }: SoakRequest,
  signal: AbortSignal,
): string | undefined {
  if (SemanticCacheError.isInstance(error)) {
    const isAsked = error.code === "not-cached" && directives.cache === "only-if-cached";
    return isAsked ? "not-cached" : undefined;
  }
  if (signal.aborted) return "left";
  const message = String(Reflect.get(Object(error), "message"));
  return MODEL_FAILURES.test(message) ? "model-failed" : undefined;
}

/** Sometimes a user says that an answer is wrong, or wants to keep it. */
async function reactTo(
  { cache, random, counter, publish }: Workplace,
  { kind }: SoakRequest,
  answerId: string,
  { metadata }: Seen,
): Promise<void> {
  if (!metadata?.hit || random() > 0.1) return;
  const { entryId } = metadata;
  if (kind === "judged") {
    const beganAt = monotonicMs();
    const receipt = await managed(
      counter,
      "feedback",
      cache.feedback(metadata, { correct: false }),
    );
    if (!receipt?.found) return;
    const times = { beganAt, doneAt: monotonicMs(), process: process.pid };
    publish({ type: "banned", answerId, times });
  }
  if (kind === "plain") await managed(counter, "neighbours", cache.neighbours({ entryId }));
  if (kind === "pinned") await managed(counter, "pin", cache.pin(entryId, random() < 0.7));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
}
