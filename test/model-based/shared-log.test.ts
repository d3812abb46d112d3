import fc from "fast-check";
import { expect, test } from "vitest";
import { createSharedLog, type SharedLog } from "../../src/flight/shared-log.ts";

const RUNS = Number(process.env.MODEL_RUNS ?? 100);
const LENGTH = 6;

/** How a reader behaves: it comes at some moment, and reads everything or leaves on the way. */
interface Reader {
  /** How many parts it takes before it leaves. */
  readonly takes: number | null;
  readonly leavesBy: "cancel" | "abort";
}

interface Reading {
  readonly parts: readonly number[];
  readonly ended: string;
}

const readers: fc.Arbitrary<Reader[]> = fc.array(
  fc.record({
    takes: fc.option(fc.integer({ min: 0, max: LENGTH })),
    leavesBy: fc.constantFrom<Reader["leavesBy"][]>("cancel", "abort"),
  }),
  { minLength: 1, maxLength: 5 },
);
/** After how many parts the source fails. */
const breaks = fc.option(fc.integer({ min: 0, max: LENGTH }));

/** A source that makes parts as the scheduler lets it. */
function scheduledSource(
  scheduler: fc.Scheduler,
  breaksAfter: number | null,
): ReadableStream<number> {
  let at = 0;
  return new ReadableStream<number>(
    {
      async pull(controller) {
        await scheduler.schedule(Promise.resolve(), `part ${at}`);
        if (at === breaksAfter) throw new Error("broken");
        if (at < LENGTH) controller.enqueue(at++);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

async function readAs(
  { takes, leavesBy }: Reader,
  index: number,
  scheduler: fc.Scheduler,
  log: SharedLog<number>,
): Promise<Reading> {
  await scheduler.schedule(Promise.resolve(), `reader ${index} comes`);
  const controller = new AbortController();
  const reader = log.read({ map: (part) => part, signal: controller.signal }).getReader();
  const parts: number[] = [];
  try {
    for (;;) {
      if (parts.length === takes) {
        if (leavesBy === "cancel") await reader.cancel();
        else controller.abort(new Error("left"));
        return { parts, ended: "left" };
      }
      await scheduler.schedule(Promise.resolve(), `reader ${index} reads`);
      const { done, value } = await reader.read();
      if (done) return { parts, ended: "whole" };
      parts.push(value);
    }
  } catch (error) {
    return { parts, ended: (error as Error).message };
  }
}

/** What a reader must have read, however the others read. */
function expectedOf({ takes }: Reader, breaksAfter: number | null): Reading {
  const parts = Array.from({ length: breaksAfter ?? LENGTH }, (_, at) => at);
  if (takes !== null && takes <= parts.length)
    return { parts: parts.slice(0, takes), ended: "left" };
  return { parts, ended: breaksAfter === null ? "whole" : "broken" };
}

test("every reader gets every part in order, or the same error, whenever it comes and whoever leaves", async () => {
  const property = fc.asyncProperty(
    fc.scheduler(),
    readers,
    breaks,
    async (scheduler, story, breaksAfter) => {
      const ends: string[] = [];
      const stream = scheduledSource(scheduler, breaksAfter);
      const log = createSharedLog(stream, { observe() {}, onEnd: (how) => ends.push(how) });

      const readings = await scheduler.waitFor(
        Promise.all(story.map((reader, index) => readAs(reader, index, scheduler, log))),
      );

      expect(readings).toEqual(story.map((reader) => expectedOf(reader, breaksAfter)));
      expect(ends.length).toBeLessThanOrEqual(1);
    },
  );
  await fc.assert(property, { numRuns: RUNS });
});
