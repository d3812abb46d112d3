import { expect, test, vi } from "vitest";
import { checksum } from "../src/checksum.ts";
import { type CacheStore, memoryStore } from "../src/index.ts";
import { type CachedModel, cachedModel } from "./support/cached-model.ts";
import { trigramEmbedding } from "./support/embedding.ts";

const PASSWORD = "How do I reset my password?";
const PARCEL = "Where is my parcel?";

/** A cache whose store has begun to write an answer, and takes its time. */
async function whileWriting(): Promise<CachedModel & { readonly finish: () => Promise<void> }> {
  const memory = memoryStore();
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const store: CacheStore = {
    ...memory,
    async set(entry) {
      begun.resolve();
      await gate.promise;
      await memory.set(entry);
    },
  };
  const cached = cachedModel({ store });
  const asking = cached.ask(PASSWORD);
  await begun.promise;
  const finish = async (): Promise<void> => {
    gate.resolve();
    await asking;
    await cached.cache.flush();
  };
  return { ...cached, finish };
}

test.each([
  ["clear", ({ cache }: CachedModel) => cache.clear()],
  ["invalidate", ({ cache }: CachedModel) => cache.invalidate({ query: "password" })],
])("what a slow store was writing at a %s is gone when it is there", async (_what, remove) => {
  const cached = await whileWriting();

  await remove(cached);
  await cached.finish();

  expect(await cached.cache.size()).toMatchObject({ entries: 0 });
});

test("a dry run leaves what a slow store is writing", async () => {
  const cached = await whileWriting();

  const { inFlight } = await cached.cache.invalidate({ query: "password" }, { dryRun: true });
  await cached.finish();

  expect(inFlight).toBe(1);
  expect(await cached.cache.size()).toMatchObject({ entries: 1 });
});

test("a date that is none removes nothing", async () => {
  const { cache, ask } = cachedModel();
  await ask(PASSWORD);

  const invalidated = cache.invalidate({ olderThan: new Date("yesterday") });

  await expect(invalidated).rejects.toMatchObject({ code: "invalid-options" });
  expect(await cache.size()).toMatchObject({ entries: 1 });
});

/** The lines of an export of one answer. */
async function exportedLines(): Promise<{ header: string; entry: string; end: string }> {
  const { cache, ask } = cachedModel();
  await ask(PASSWORD);
  const text = await new Response(await cache.export()).text();
  const [header = "", entry = "", end = ""] = text.split("\n");
  return { header, entry, end };
}

test("a line nested without end is an invalid line, and the others are imported", async () => {
  const { header, entry, end } = await exportedLines();
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const hostile = `{"entry":{"tags":${deep}},"vector":null,"payload":"","checksum":"${checksum("")}"}`;
  const { cache } = cachedModel();

  const report = await cache.import([header, hostile, entry, end].join("\n"));

  expect(report).toMatchObject({ entries: 1, invalid: 1, failed: [] });
});

test("a source that fails on the way loses nothing that was read before", async () => {
  const { header, entry } = await exportedLines();
  const lost = new Error("connection reset");
  const source = async function* () {
    yield `${header}\n${entry}\n`;
    throw lost;
  };
  const { cache } = cachedModel();

  const report = await cache.import(source());

  const failed = [{ line: 3, error: lost }];
  expect(report).toMatchObject({ entries: 1, failed, complete: false });
});

test("a line too long to be one ends an import with a report", async () => {
  const { header, entry } = await exportedLines();
  const source = function* () {
    yield `${header}\n${entry}\n`;
    for (let piece = 0; piece < 65_000; piece++) yield "x".repeat(1_000);
  };
  const { cache } = cachedModel();

  const report = await cache.import(source());

  expect(report).toMatchObject({ entries: 1, complete: false });
  expect(report.failed).toMatchObject([{ line: 3, error: { code: "format" } }]);
});

test("a listener of progress that throws ends the work with its error, and no other", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  const { cache, inner, ask, calls } = cachedModel();
  await ask(PARCEL);
  const mistake = new Error("a mistake");
  const onProgress = (): never => {
    throw mistake;
  };
  const prompts = async function* () {
    yield PASSWORD;
    await vi.waitFor(() => expect(calls()).toBe(2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield "What does it cost?";
    yield "Are you open?";
  };

  await expect(cache.warm(prompts(), inner, { onProgress })).rejects.toBe(mistake);
  const moved = cache.reembed(trigramEmbedding("other"), { onProgress });
  await expect(moved).rejects.toBe(mistake);
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off("unhandledRejection", unhandled);

  expect(unhandled).not.toHaveBeenCalled();
});
