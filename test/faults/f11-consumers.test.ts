import { wrapLanguageModel } from "ai";
import { describe, expect, test } from "vitest";
import { semanticCache } from "../../src/index.ts";
import { chaosModel } from "../../src/testing/index.ts";
import { textOf } from "../support/oracle-desk.ts";
import { shortName } from "../support/short-name.ts";
import { oracleAnswerTo, oracleModel, question } from "./support/oracle-model.ts";
import { reportFault } from "./support/report-fault.ts";

const ASKED = question("harbour");
const ANSWER = oracleAnswerTo(ASKED);
const CALL = {
  prompt: [{ role: "user" as const, content: [{ type: "text" as const, text: ASKED }] }],
};
/** stream-start, text-start, the words, text-end, finish. */
const PARTS = 4 + ANSWER.split(" ").length;

type Leaving = "cancels" | "aborts" | "throws in its loop" | "stops reading";
const WAYS: readonly Leaving[] = ["cancels", "aborts", "throws in its loop", "stops reading"];

/** The oracle behind a cache; each part of a stream takes a moment, and it is known whether it was left. */
function desk() {
  const path: string[] = [];
  const oracle = oracleModel();
  const { doStream } = oracle;
  let leftAt: number | undefined;
  oracle.doStream = async (options) => {
    const { stream } = await doStream.call(oracle, options);
    const onLeft = (at: number): void => {
      leftAt ??= at;
    };
    return { stream: watched(stream, onLeft) };
  };
  const cache = semanticCache({
    embeddingModel: null,
    timeouts: { stream: 60 },
    onEvent: (event) => void path.push(shortName(event)),
  });
  const slow = chaosModel(oracle, { methods: { doGenerate: () => "delay" }, delayMs: 5 });
  const model = wrapLanguageModel({ model: slow, middleware: cache });
  return { path, oracle, cache, model, leftAt: () => leftAt };
}

function watched<Part>(
  stream: ReadableStream<Part>,
  onLeft: (at: number) => void,
): ReadableStream<Part> {
  const reader = stream.getReader();
  let at = 0;
  return new ReadableStream<Part>(
    {
      async pull(controller) {
        await new Promise((resolve) => setImmediate(resolve));
        const { done, value } = await reader.read();
        if (done) return controller.close();
        at++;
        controller.enqueue(value);
      },
      cancel: () => onLeft(at),
    },
    { highWaterMark: 0 },
  );
}

/** Reads so many parts of a stream of its own, then leaves that way. */
async function readAndLeave(
  model: ReturnType<typeof desk>["model"],
  parts: number,
  how: Leaving,
): Promise<void> {
  const controller = new AbortController();
  const { stream } = await model.doStream({ ...CALL, abortSignal: controller.signal });
  if (how === "throws in its loop") return loopThatThrows(stream, parts);
  const reader = stream.getReader();
  for (let read = 0; read < parts; read++) await reader.read();
  if (how === "cancels") await reader.cancel(new Error("enough"));
  if (how === "aborts") controller.abort(new Error("enough"));
}

async function loopThatThrows(stream: ReadableStream<unknown>, parts: number): Promise<void> {
  let read = 0;
  try {
    for await (const _part of stream) if (++read >= parts) throw new Error("in the loop");
  } catch {}
}

const TABLE = WAYS.flatMap((how) =>
  Array.from({ length: PARTS }, (_, at) => ({ how, at: at + 1 })).filter(
    ({ how: way, at }) => way !== "stops reading" || at % 4 === 1,
  ),
);

describe("stream", () => {
  test("F11 a consumer alone that leaves after any part stops the model, and stores nothing in part", async (context) => {
    for (const { how, at } of TABLE) {
      const { model, cache, path, leftAt } = desk();

      await readAndLeave(model, at, how);
      await expect.poll(() => path.length, { interval: 2 }).toBeGreaterThan(1);
      await cache.flush();

      const isWhole = at === PARTS && path.includes("write");
      expect(await cache.size(), `${how} after ${at}`).toMatchObject({ entries: isWhole ? 1 : 0 });
      if (!isWhole && how !== "stops reading")
        expect(leftAt(), `${how} after ${at}`).toBeLessThanOrEqual(PARTS);
      expect(await textOf("stream", { model, prompt: ASKED })).toBe(ANSWER);
    }
    reportFault(context, {
      fault: "F11",
      store: "consumers",
      operation: "stream",
      cases: TABLE.length,
      failed: 0,
    });
  });

  test("F11 a consumer beside another that leaves after any part leaves alone", async (context) => {
    for (const { how, at } of TABLE) {
      const { model, cache, oracle, leftAt } = desk();
      const leaving = readAndLeave(model, at, how);
      const other = textOf("stream", { model, prompt: ASKED });

      await leaving;

      expect(await other, `${how} after ${at}`).toBe(ANSWER);
      await cache.flush();
      expect([oracle.calls(), leftAt()]).toEqual([1, undefined]);
      expect(await textOf("stream", { model, prompt: ASKED })).toBe(ANSWER);
      expect(oracle.calls(), `${how} after ${at}: stored`).toBe(1);
    }
    reportFault(context, {
      fault: "F11",
      store: "consumers",
      operation: "stream",
      cases: TABLE.length,
      failed: 0,
    });
  });

  test("F11 a consumer of a replay that leaves after any part disturbs no other", async () => {
    const { model, cache, oracle } = desk();
    await textOf("stream", { model, prompt: ASKED });
    await cache.flush();
    for (const { how, at } of TABLE) {
      const other = textOf("stream", { model, prompt: ASKED });
      await readAndLeave(model, at, how);
      expect(await other, `${how} after ${at}`).toBe(ANSWER);
    }
    expect(oracle.calls()).toBe(1);
  });
});

describe("generate", () => {
  const MOMENTS = Array.from({ length: 12 }, (_, milliseconds) => milliseconds);

  test("F11 a caller that aborts before, at or after the end stores all or nothing", async (context) => {
    for (const moment of MOMENTS) {
      const { model, cache } = desk();
      const controller = new AbortController();
      if (moment === 0) controller.abort();
      const asked = textOf("generate", { model, prompt: ASKED, abortSignal: controller.signal });
      const outcome = asked.catch(() => "left");
      await new Promise((resolve) => setTimeout(resolve, moment));
      controller.abort();

      expect(["left", ANSWER]).toContain(await outcome);
      await cache.flush();
      expect(await textOf("generate", { model, prompt: ASKED })).toBe(ANSWER);
    }
    reportFault(context, {
      fault: "F11",
      store: "consumers",
      operation: "generate",
      cases: MOMENTS.length,
      failed: 0,
    });
  });
});
