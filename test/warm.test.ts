import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { WarmPrompts, WarmReport } from "../src/index.ts";
import { cachedModel } from "./support/cached-model.ts";

const PASSWORD = "How do I reset my password?";
const PARCEL = "Where is my parcel?";
const REFUND = "When do I get my money back?";

/** A file with this text, for as long as the test runs. */
async function inFile<T>(
  name: string,
  text: string,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "warm-"));
  await writeFile(join(folder, name), text);
  return use(join(folder, name)).finally(() => rm(folder, { recursive: true }));
}

test("what is warmed is a hit, asked or streamed, also in other words", async () => {
  const { cache, inner, ask, stream, path } = cachedModel({ threshold: 0.6 });

  const report = await cache.warm([PASSWORD, PARCEL], inner, { concurrency: 1 });
  await ask(PARCEL);
  await stream("How can I reset my password?");

  expect(report).toMatchObject({
    asked: 2,
    stored: 2,
    alreadyStored: 0,
    failed: [],
    complete: true,
  });
  expect(path().slice(4)).toEqual(["hit:exact", "hit:semantic"]);
});

test("warming again costs nothing: it goes on where it was interrupted", async () => {
  const { cache, inner, calls } = cachedModel();
  await cache.warm([PASSWORD], inner);

  const report = await cache.warm([PASSWORD, PARCEL, REFUND], inner);

  expect(report).toMatchObject({ asked: 3, stored: 2, alreadyStored: 1 });
  expect(calls()).toBe(3);
});

test("a prompt that fails is reported, and the others are stored", async () => {
  const { cache, inner, calls } = cachedModel();
  const { doGenerate } = inner;
  const overloaded = new Error("overloaded");
  inner.doGenerate = async (options) =>
    JSON.stringify(options.prompt).includes("parcel")
      ? Promise.reject(overloaded)
      : doGenerate(options);

  const report = await cache.warm([PASSWORD, PARCEL, 7 as never, REFUND], inner);

  expect(report).toMatchObject({ asked: 4, stored: 2, notStored: 0, complete: true });
  expect(report.failed.map(({ index }) => index).sort()).toEqual([1, 2]);
  expect(report.failed.find(({ index }) => index === 1)?.error).toBe(overloaded);
  expect(calls()).toBe(2);
});

test("an answer that may not be stored is counted as such", async () => {
  const { cache, inner, path } = cachedModel({ shouldStore: () => false });

  const report = await cache.warm([PASSWORD], inner);

  expect(report).toMatchObject({ asked: 1, stored: 0, notStored: 1, failed: [] });
  expect(path()).toEqual(["miss:no-match", "not-stored:should-store"]);
});

test("prompts are calls: what the application says with its own is said with them", async () => {
  const { cache, inner, ask, path } = cachedModel();
  const call = { system: "Be brief.", temperature: 0.5 };
  const providerOptions = { semanticCache: { namespace: "tenant" } };

  await cache.warm([{ prompt: PASSWORD, providerOptions }], inner, { call });
  await ask({ prompt: PASSWORD, ...call, providerOptions });
  await ask({ prompt: PASSWORD, providerOptions });

  expect(path()).toEqual(["miss:no-match", "write", "hit:exact", "miss:no-match", "write"]);
});

test("the model may be the one that is behind this cache already", async () => {
  const { cache, model, calls } = cachedModel();

  const report = await cache.warm([PASSWORD], model as Parameters<typeof cache.warm>[1]);

  expect(report).toMatchObject({ stored: 1, failed: [] });
  expect(calls()).toBe(1);
});

const FILES: [name: string, text: string][] = [
  ["prompts.txt", `${PASSWORD}\r\n\n${PARCEL}\n`],
  ["prompts.jsonl", `${JSON.stringify(PASSWORD)}\n${JSON.stringify({ prompt: PARCEL })}`],
];

test.each(FILES)("prompts come from %s", async (name, text) => {
  const { cache, inner, ask, path } = cachedModel();

  const report = await inFile(name, text, (file) => cache.warm({ file }, inner));
  await ask(PASSWORD);
  await ask(PARCEL);

  expect(report).toMatchObject({ asked: 2, stored: 2 });
  expect(path().slice(-2)).toEqual(["hit:exact", "hit:exact"]);
});

test("a line that is no JSON is reported with its number", async () => {
  const { cache, inner } = cachedModel();

  const report = await inFile("prompts.jsonl", `{"prompt":\n"${PARCEL}"`, (file) =>
    cache.warm({ file }, inner),
  );

  expect(report).toMatchObject({ asked: 2, stored: 1, failed: [{ index: 0 }] });
});

test("prompts are read as they are needed, and no more than asked for are under way", async () => {
  const { cache, inner } = cachedModel();
  const { doGenerate } = inner;
  let [running, most] = [0, 0];
  inner.doGenerate = async (options) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
    return doGenerate(options);
  };
  const prompts = async function* (): WarmPrompts & AsyncGenerator<string> {
    for (let number = 0; number < 9; number++) yield `What is chapter ${number} about?`;
  };

  const { asked } = await cache.warm(prompts(), inner, { concurrency: 3 });

  expect([asked, most]).toEqual([9, 3]);
});

test("progress is told prompt by prompt, and an abort ends it", async () => {
  const { cache, inner } = cachedModel();
  const controller = new AbortController();
  const heard: WarmReport[] = [];
  const onProgress = (report: WarmReport): void => {
    heard.push(report);
    if (report.asked === 2) controller.abort();
  };

  const options = { concurrency: 1, onProgress, abortSignal: controller.signal };
  const report = await cache.warm([PASSWORD, PARCEL, REFUND], inner, options);

  expect(heard.map(({ asked }) => asked)).toEqual([1, 2]);
  expect(report).toMatchObject({ asked: 2, stored: 2, complete: false });
});

test("a concurrency that is no number above 0 is refused", async () => {
  const { cache, inner } = cachedModel();

  const warmed = cache.warm([PASSWORD], inner, { concurrency: 0 });

  await expect(warmed).rejects.toThrow("warm: concurrency must be a whole number above 0; got 0.");
});
