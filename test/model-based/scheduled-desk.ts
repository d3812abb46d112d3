import { generateText, type LanguageModel, streamText, wrapLanguageModel } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import fc from "fast-check";
import {
  type CacheEvent,
  type CacheStore,
  type MaybePromise,
  memoryStore,
  semanticCache,
} from "../../src/index.ts";
import { ANSWER, FINISH, type Part, readText, WORDS } from "../support/crowd.ts";

/** Somebody who asks the one question of a story. */
export interface Caller {
  readonly way: "generate" | "stream";
  /** Goes away at some moment, which may be too late. */
  readonly leaves: boolean;
}

/** A call of the model, as it went. */
export interface ModelCall {
  readonly signal: AbortSignal | undefined;
  isOver: boolean;
}

/** What came of a story. */
export interface Ending {
  readonly outcomes: readonly PromiseSettledResult<string>[];
  readonly calls: readonly ModelCall[];
  /** The most calls that were under way at once while somebody waited for each. */
  readonly mostAtOnce: number;
  readonly events: readonly CacheEvent[];
}

/** Where the model's first call fails: before it says anything, or after so many parts. */
export type FailsAt = "at once" | number | undefined;

/** Callers of every kind, in a number that a person can still follow. */
export const callers: fc.Arbitrary<Caller[]> = fc.array(
  fc.record({
    way: fc.constantFrom<Caller["way"][]>("generate", "stream"),
    leaves: fc.boolean(),
  }),
  { minLength: 2, maxLength: 6 },
);

const PARTS: readonly Part[] = [
  { type: "text-start", id: "1" },
  ...WORDS.map((delta) => ({ type: "text-delta" as const, id: "1", delta })),
  { type: "text-end", id: "1" },
  { type: "finish", ...FINISH },
];

/** Lets callers come, leave and read, the store answer and the model talk, in the order the scheduler wants. */
export async function tellStory(
  scheduler: fc.Scheduler,
  story: readonly Caller[],
  failsAt?: FailsAt,
): Promise<Ending> {
  const events: CacheEvent[] = [];
  const { inner, calls, mostAtOnce } = slowModel(scheduler, failsAt);
  const cache = semanticCache({
    store: slowStore(scheduler),
    embeddingModel: null,
    onEvent: (event) => void events.push(event),
  });
  const model = wrapLanguageModel({ model: inner, middleware: cache });
  const asked = story.map((caller, index) => live(scheduler, model, caller, index));
  const outcomes = await scheduler.waitFor(Promise.allSettled(asked));
  await scheduler.waitFor(cache.flush());
  return { outcomes, calls, mostAtOnce: mostAtOnce(), events };
}

/** One caller, from coming to the end. */
async function live(
  scheduler: fc.Scheduler,
  model: LanguageModel,
  { way, leaves }: Caller,
  index: number,
): Promise<string> {
  const controller = new AbortController();
  if (leaves) {
    const leave = (): void => controller.abort(new Error("left"));
    void scheduler.schedule(Promise.resolve(), `caller ${index} leaves`).then(leave);
  }
  await scheduler.schedule(Promise.resolve(), `caller ${index} comes`);
  const prompt = "How do I reset my password?";
  const call = { model, prompt, maxRetries: 0, abortSignal: controller.signal };
  if (way === "generate") return (await generateText(call)).text;
  return readText(streamText({ ...call, onError() {} }).fullStream);
}

/** A store whose answers take their time. */
function slowStore(scheduler: fc.Scheduler): CacheStore {
  const store = memoryStore();
  const slow = <T>(name: string, result: MaybePromise<T>): Promise<T> =>
    scheduler.schedule(Promise.resolve(result), `store: ${name}`);
  return {
    ...store,
    get: (query) => slow("get", store.get(query)),
    set: async (entry) => {
      await slow("set", undefined);
      await store.set(entry);
    },
  };
}

interface SlowModel {
  readonly inner: MockLanguageModelV4;
  readonly calls: ModelCall[];
  mostAtOnce(): number;
}

function slowModel(scheduler: fc.Scheduler, failsAt: FailsAt): SlowModel {
  const calls: ModelCall[] = [];
  let mostAtOnce = 0;

  function begin(signal: AbortSignal | undefined): ModelCall {
    const call = { signal, isOver: false };
    calls.push(call);
    const underWay = calls.filter((each) => !each.isOver && !each.signal?.aborted);
    mostAtOnce = Math.max(mostAtOnce, underWay.length);
    return call;
  }

  async function say(call: ModelCall, what: string, at: FailsAt): Promise<void> {
    await scheduler.schedule(Promise.resolve(), `model: ${what}`);
    if (call !== calls[0] || failsAt === undefined || at !== failsAt) return;
    call.isOver = true;
    throw new Error("overloaded");
  }

  const inner = new MockLanguageModelV4({
    async doGenerate({ abortSignal }) {
      const call = begin(abortSignal);
      await say(call, "generate", failsAt);
      call.isOver = true;
      abortSignal?.throwIfAborted();
      return { content: [{ type: "text", text: ANSWER }], ...FINISH, warnings: [] };
    },
    async doStream({ abortSignal }) {
      const call = begin(abortSignal);
      await say(call, "stream", "at once");
      let at = 0;
      const stream = new ReadableStream<Part>(
        {
          async pull(controller) {
            await say(call, `part ${at}`, at);
            const part = PARTS[at++];
            if (part) return controller.enqueue(part);
            call.isOver = true;
            controller.close();
          },
          cancel() {
            call.isOver = true;
          },
        },
        { highWaterMark: 0 },
      );
      return { stream };
    },
  });
  return { inner, calls, mostAtOnce: () => mostAtOnce };
}
