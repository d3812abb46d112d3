/** One source that is read once, and its parts kept for any number of readers. */
export interface SharedLog<Part> {
  /**
   * A stream of its own over all parts, from the first, wherever the others are. `map` makes the parts
   * this reader sees; `onEnd` is called once, however this reader ends.
   */
  read(options: {
    map(part: Part): Part | undefined;
    onEnd?(how: ReaderEnd, reason?: unknown): void;
    readonly signal?: AbortSignal | undefined;
  }): ReadableStream<Part>;
  /**
   * From now on parts are let go when all who read them have: a source without an end must not fill the
   * memory. Who has not begun to read comes too late, and with its last reader the source is left.
   */
  seal(): void;
  readonly isSealed: () => boolean;
  /** Reads the source to its end, or until it is sealed: for those who only need what it came to. */
  drain(): Promise<void>;
  /** Tells the source that nobody reads any more. */
  cancel(reason: unknown): void;
}

/** How a reader of a {@link SharedLog} ended. */
export type ReaderEnd = "done" | "failed" | "left";

/** How the source of a {@link SharedLog} ended. */
export type SourceEnd = "done" | "failed" | "cancelled";

type Outcome = { readonly failed: false } | { readonly failed: true; readonly error: unknown };

/**
 * A {@link SharedLog} of a stream. The source is read only as fast as the fastest reader reads, and its
 * parts are held once, whoever comes late: `tee` would hold them once per branch and keep a source
 * running that nobody reads. `observe` sees every part once; `onEnd` is called once, when the source ends.
 */
export function createSharedLog<Part>(
  source: ReadableStream<Part>,
  options: { observe(part: Part): void; onEnd(how: SourceEnd, error?: unknown): void },
): SharedLog<Part> {
  const reader = source.getReader();
  const parts: Part[] = [];
  /** Parts that were let go: the number of the first one that is held. */
  let gone = 0;
  let isSealed = false;
  const cursors = new Set<Cursor>();
  let outcome: Outcome | undefined;
  let reading: Promise<void> | undefined;

  async function readOne(): Promise<void> {
    try {
      const { done, value } = await reader.read();
      if (done) end({ failed: false });
      else {
        options.observe(value);
        parts.push(value);
      }
    } catch (error) {
      end({ failed: true, error });
    }
    reading = undefined;
  }

  function end(how: Outcome, called: SourceEnd = how.failed ? "failed" : "done"): void {
    if (outcome) return;
    outcome = how;
    options.onEnd(called, how.failed ? how.error : undefined);
  }

  /** Makes the log longer, or knows that it will not become longer. */
  function advance(): Promise<void> {
    reading ??= readOne();
    return reading;
  }

  async function step(cursor: Cursor): Promise<Step<Part>> {
    const { at } = cursor;
    while (at >= gone + parts.length && !outcome) {
      await advance();
      letGo();
    }
    if (at >= gone + parts.length) return { outcome: outcome as Outcome };
    cursor.at++;
    return { part: parts[at - gone] as Part };
  }

  /** Lets go of what nobody will read again: of many parts at once, for that moves all the others. */
  function letGo(): void {
    if (!isSealed || parts.length < LET_GO_FROM) return;
    const seen = Math.min(gone + parts.length, ...Array.from(cursors, ({ at }) => at)) - gone;
    if (2 * seen < parts.length) return;
    parts.splice(0, seen);
    gone += seen;
  }

  function cancel(error: unknown): void {
    end({ failed: true, error }, "cancelled");
    reader.cancel(error).catch(() => {}); // what a source says about being left is nobody's matter
  }

  function leaveUnread(): void {
    if (isSealed && cursors.size === 0 && !outcome) cancel(new DOMException(UNREAD, "AbortError"));
  }

  return {
    read({ onEnd, ...reading }) {
      const cursor = { at: 0 };
      cursors.add(cursor);
      return createReader(() => step(cursor), {
        ...reading,
        onEnd(...how) {
          cursors.delete(cursor);
          onEnd?.(...how);
          leaveUnread();
        },
      });
    },
    seal() {
      isSealed = true;
      leaveUnread();
    },
    isSealed: () => isSealed,
    async drain() {
      while (!outcome && !isSealed) await advance();
      if (outcome?.failed) throw outcome.error;
    },
    cancel,
  };
}

/** Where a reader is: the number of the part it reads next. */
interface Cursor {
  at: number;
}

const UNREAD = "The answer is too long to be kept, and nobody reads it any more.";

/** As long as there are fewer parts they are held, whoever has seen them. */
const LET_GO_FROM = 1_024;

type Step<Part> = { readonly part: Part } | { readonly outcome: Outcome };

/** One reader of the steps of a log. */
function createReader<Part>(
  nextStep: () => Promise<Step<Part>>,
  { map, onEnd, signal }: Parameters<SharedLog<Part>["read"]>[0],
): ReadableStream<Part> {
  let isOver = false;
  let onAbort = (): void => {};
  const over = (how: ReaderEnd, reason?: unknown): void => {
    if (isOver) return;
    isOver = true;
    signal?.removeEventListener("abort", onAbort);
    onEnd?.(how, reason);
  };

  function finish(controller: ReadableStreamDefaultController<Part>, outcome: Outcome): void {
    over(outcome.failed ? "failed" : "done");
    if (outcome.failed) controller.error(outcome.error);
    else controller.close();
  }

  function mapped(part: Part): Part | undefined {
    try {
      return map(part);
    } catch (error) {
      over("failed", error);
      throw error;
    }
  }

  return new ReadableStream<Part>(
    {
      start(controller) {
        onAbort = () => {
          over("left", signal?.reason);
          controller.error(signal?.reason);
        };
        if (signal?.aborted) onAbort();
        else signal?.addEventListener("abort", onAbort, { once: true });
      },
      async pull(controller) {
        while (!isOver) {
          const step = await nextStep();
          if (isOver) return;
          if ("outcome" in step) return finish(controller, step.outcome);
          const part = mapped(step.part);
          if (part !== undefined) return controller.enqueue(part);
        }
      },
      cancel: (reason) => over("left", reason),
    },
    { highWaterMark: 0 },
  );
}
