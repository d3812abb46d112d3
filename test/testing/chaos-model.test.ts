import { convertArrayToReadableStream } from "ai/test";
import { describe, expect, test, vi } from "vitest";
import { semanticCache } from "../../src/index.ts";
import {
  chaosModel,
  type LanguageModelLike,
  type ModelChaosPlan,
} from "../../src/testing/index.ts";
import { mockModel } from "../support/cached-model.ts";
import { type Sdk, sdks } from "../support/sdk.ts";
import { modelParts, modelResult } from "../support/sdk-answer.ts";

const ANSWER = "Open the settings and choose a new password.";
const question = { prompt: "How do I reset my password?" };

/** A model of any version with a plain answer, as its provider makes it. */
function modelOf({ version }: Sdk): LanguageModelLike {
  const parts = [{ type: "text" as const, text: ANSWER }];
  return {
    specificationVersion: version,
    provider: "test",
    modelId: "plain",
    supportsImageUrls: false,
    defaultObjectGenerationMode: "json",
    supportedUrls: {},
    doGenerate: async () => modelResult(version, parts),
    doStream: async () => ({
      stream: convertArrayToReadableStream(modelParts(version, parts)),
      rawCall: { rawPrompt: null, rawSettings: {} },
    }),
  } as LanguageModelLike;
}

function appOf(sdk: Sdk, plan: ModelChaosPlan): ReturnType<Sdk["app"]> {
  const cache = semanticCache({ embeddingModel: null });
  return sdk.app({ model: chaosModel(modelOf(sdk), plan), middleware: cache });
}

describe.each(sdks)("a model that fails as planned, $name", (sdk) => {
  test("lets everything pass that the plan does not name", async () => {
    const { ask } = appOf(sdk, {});

    for (const way of ["generate", "stream"] as const) {
      expect(await ask({ way, ...question })).toMatchObject({ text: ANSWER });
    }
  });

  test.each(["generate", "stream"] as const)("throws before the answer, %s", async (way) => {
    const { ask } = appOf(sdk, { all: ["throw"], error: () => new Error("overloaded") });

    await expect(ask({ way, ...question })).rejects.toThrow("overloaded");
    expect(await ask({ way, ...question })).toMatchObject({ text: ANSWER });
  });

  test.each(["break", "error-part"] as const)("fails on the way: %s", async (fault) => {
    const plan = { methods: { doStream: [fault] }, error: () => new Error("lost") } as const;
    const { ask } = appOf(sdk, plan);

    await expect(ask({ way: "stream", ...question })).rejects.toThrow("lost");
    expect(await ask({ way: "stream", ...question })).toMatchObject({ text: ANSWER });
  });

  test("an answer that was cut says so, and is not served again", async () => {
    const { ask } = appOf(sdk, { methods: { doGenerate: ["cut"] } });

    const first = await ask({ way: "generate", ...question });
    const second = await ask({ way: "generate", ...question });

    expect(first).toMatchObject({ finishReason: "length", text: ANSWER.slice(0, 22) });
    expect(second).toMatchObject({ text: ANSWER });
  });

  test("a stream that was cut is not served again", async () => {
    const { raw } = appOf(sdk, { methods: { doStream: ["cut"] }, afterParts: 2 });
    const params = { prompt: [], inputFormat: "prompt", mode: { type: "regular" } };

    const { stream } = await raw("stream", params);

    expect(await Array.fromAsync(stream as ReadableStream)).toHaveLength(2);
  });
});

test("a call that hangs ends with its abort signal", async () => {
  const model = chaosModel(
    mockModel(() => ANSWER),
    { all: { hang: 1 } },
  );
  const controller = new AbortController();
  const call = model.doGenerate({ prompt: [], abortSignal: controller.signal });

  controller.abort(new Error("closed the tab"));

  await expect(call).rejects.toThrow("closed the tab");
});

test("a stream that stalls ends with its abort signal", async () => {
  const model = chaosModel(
    mockModel(() => ANSWER),
    { all: { stall: 1 } },
  );
  const controller = new AbortController();
  const { stream } = await model.doStream({ prompt: [], abortSignal: controller.signal });
  const read = Array.fromAsync(stream);

  controller.abort(new Error("closed the tab"));

  await expect(read).rejects.toThrow("closed the tab");
});

test("a stream that is left cancels the model's own", async () => {
  const cancel = vi.fn();
  const source = new ReadableStream<object>({ cancel });
  const inner = Object.assign(
    mockModel(() => ""),
    { doStream: async () => ({ stream: source }) },
  );
  const { stream } = await chaosModel(inner, { all: { slow: 1 } }).doStream({ prompt: [] });

  await stream.cancel("left");

  expect(cancel).toHaveBeenCalledWith("left");
});

test("an empty answer and an empty stream have nothing in them", async () => {
  const model = chaosModel(
    mockModel(() => ANSWER),
    { all: { empty: 1 } },
  );

  const { content } = await model.doGenerate({ prompt: [] });
  const { stream } = await model.doStream({ prompt: [] });

  expect([content, await Array.fromAsync(stream)]).toEqual([[], []]);
});

test("what the model is called, and what else it has, stays", () => {
  const model = chaosModel(mockModel(() => ANSWER));

  expect([model.modelId, model.provider, model.doGenerateCalls]).toEqual([
    "mock-model-id",
    "mock-provider",
    [],
  ]);
});
