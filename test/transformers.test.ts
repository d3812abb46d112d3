import { embed } from "ai";
import { afterEach, expect, test, vi } from "vitest";
import { transformersEmbedding } from "../src/transformers.ts";

// The real library is tried in heavy/transformers; here a stand-in shows what is asked of it.
type Pipeline = (task: string, model: string, options: object) => Promise<Extract>;
type Extract = (texts: string[], options: object) => Promise<{ tolist(): number[][] }>;

const LIBRARY = "@huggingface/transformers";

afterEach(() => {
  vi.doUnmock(LIBRARY);
  vi.resetModules();
});

function fakeLibrary() {
  const extract = vi.fn<Extract>(async (texts) => ({
    tolist: () => texts.map((text) => [text.length, 1]),
  }));
  const pipeline = vi.fn<Pipeline>(async () => extract);
  vi.doMock(LIBRARY, () => ({ pipeline }));
  return { extract, pipeline };
}

test("the model is loaded at the first text, once, also when asked twice at the same time", async () => {
  const { pipeline } = fakeLibrary();

  const model = transformersEmbedding();
  expect(pipeline).not.toHaveBeenCalled();
  const results = await Promise.all([
    model.doEmbed({ values: ["one"] }),
    model.doEmbed({ values: ["three"] }),
  ]);

  expect(pipeline).toHaveBeenCalledTimes(1);
  expect(results.map(({ embeddings }) => embeddings)).toEqual([[[3, 1]], [[5, 1]]]);
});

test("by default it is all-MiniLM-L6-v2 in q8, mean-pooled to unit length", async () => {
  const { extract, pipeline } = fakeLibrary();

  await transformersEmbedding().doEmbed({ values: ["one"] });

  expect(pipeline).toHaveBeenCalledWith(
    "feature-extraction",
    "Xenova/all-MiniLM-L6-v2",
    expect.objectContaining({ dtype: "q8", local_files_only: false }),
  );
  expect(extract).toHaveBeenCalledWith(["one"], { pooling: "mean", normalize: true });
});

test("pooling and a prefix reach the library, for models that need them", async () => {
  const { extract } = fakeLibrary();
  const model = transformersEmbedding({ pooling: "cls", normalize: false, queryPrefix: "query: " });

  await model.doEmbed({ values: ["one"] });

  expect(extract).toHaveBeenCalledWith(["query: one"], { pooling: "cls", normalize: false });
});

test.each([
  ["/models", "/models/me/model"],
  ["./models", "./models/me/model"],
  ["../models", "../models/me/model"],
  ["C:\\models", "C:\\models/me/model"],
  ["models", "./models/me/model"],
])("a model in the folder %s is never looked for on the network", async (localModelPath, path) => {
  const { pipeline } = fakeLibrary();

  await transformersEmbedding({ model: "me/model", localModelPath }).doEmbed({ values: ["one"] });

  expect(pipeline).toHaveBeenCalledWith(
    "feature-extraction",
    path,
    expect.objectContaining({ local_files_only: true }),
  );
});

test("a text's vector does not depend on the texts beside it: each is embedded alone", async () => {
  const { extract } = fakeLibrary();

  const { embeddings } = await transformersEmbedding().doEmbed({ values: ["one", "three"] });

  expect(extract.mock.calls.map(([texts]) => texts)).toEqual([["one"], ["three"]]);
  expect(embeddings).toEqual([
    [3, 1],
    [5, 1],
  ]);
});

test("the model id carries all that changes vectors", () => {
  const ids = [
    transformersEmbedding(),
    transformersEmbedding({ dtype: "fp32" }),
    transformersEmbedding({ pooling: "cls" }),
    transformersEmbedding({ revision: "abc" }),
    transformersEmbedding({ queryPrefix: "query: " }),
  ].map(({ modelId }) => modelId);

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toBe("Xenova/all-MiniLM-L6-v2?dtype=q8&pooling=mean");
});

test("a model that failed to load is tried again at the next call", async () => {
  const { pipeline } = fakeLibrary();
  pipeline.mockRejectedValueOnce(new Error("hub is down"));
  const model = transformersEmbedding();

  await expect(model.doEmbed({ values: ["one"] })).rejects.toMatchObject({
    code: "embedding",
    message:
      'transformersEmbedding() could not load the model "Xenova/all-MiniLM-L6-v2" (q8) ' +
      "from the Hugging Face hub: hub is down",
  });
  const { embeddings } = await model.doEmbed({ values: ["one"] });

  expect(embeddings).toEqual([[3, 1]]);
});

test("an aborted call stops between texts and passes the reason on", async () => {
  const { extract } = fakeLibrary();
  const controller = new AbortController();
  extract.mockImplementation(async () => {
    controller.abort(new Error("changed my mind"));
    return { tolist: () => [[1]] };
  });
  const values = Array.from({ length: 100 }, () => "one");

  const running = transformersEmbedding().doEmbed({ values, abortSignal: controller.signal });

  await expect(running).rejects.toThrow("changed my mind");
  expect(extract.mock.calls.length).toBeLessThan(100);
});

test("an abort does not wait for a slow download, which goes on for the next call", async () => {
  const { extract, pipeline } = fakeLibrary();
  const download = Promise.withResolvers<Extract>();
  pipeline.mockReturnValueOnce(download.promise);
  const model = transformersEmbedding();
  const signal = AbortSignal.timeout(5);

  await expect(model.doEmbed({ values: ["one"], abortSignal: signal })).rejects.toThrow("timeout");
  download.resolve(extract);
  const { embeddings } = await model.doEmbed({ values: ["one"] });

  expect(embeddings).toEqual([[3, 1]]);
  expect(pipeline).toHaveBeenCalledTimes(1);
});

test("without the library, the error says what to install", async () => {
  const model = transformersEmbedding();

  await expect(model.doEmbed({ values: ["one"] })).rejects.toMatchObject({
    code: "embedding",
    message: expect.stringContaining("npm install @huggingface/transformers"),
  });
});

test("it works through embed() of the AI SDK", async () => {
  fakeLibrary();

  const { embedding } = await embed({ model: transformersEmbedding(), value: "three" });

  expect(embedding).toEqual([5, 1]);
});
