import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  type CacheStore,
  type ImportReport,
  memoryStore,
  type SemanticCache,
  type SemanticCacheOptions,
  type TextSource,
} from "../src/index.ts";
import { type CachedModel, cachedModel } from "./support/cached-model.ts";
import { trigramEmbedding } from "./support/embedding.ts";

const PASSWORD = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";
const PARCEL = "Where is my parcel?";
const OTHER = trigramEmbedding("other");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-01T12:00:00Z") });
  return () => void vi.useRealTimers();
});

/** A cache over a store of its own. */
function app(options: SemanticCacheOptions = {}): CachedModel & { readonly store: CacheStore } {
  const store = options.store ?? memoryStore();
  return { ...cachedModel({ threshold: 0.6, ...options, store }), store };
}

/** A cache with two answers, of two namespaces, and its export as text. */
async function exported(options: SemanticCacheOptions = {}): Promise<{
  readonly from: ReturnType<typeof app>;
  readonly text: string;
}> {
  const from = app(options);
  await from.ask({ prompt: PASSWORD, providerOptions: { semanticCache: { tags: ["account"] } } });
  await from.ask({ prompt: PARCEL, providerOptions: { semanticCache: { namespace: "b" } } });
  return { from, text: await new Response(await from.cache.export()).text() };
}

function damaged(text: string, find: string, replacement: string): string {
  expect(text).toContain(find);
  return text.replace(find, replacement);
}

describe("export, then import", () => {
  test("gives the same hits, bit for bit", async () => {
    const { from, text } = await exported();
    const to = app();

    const report = await to.cache.import(text);

    expect(report).toMatchObject({ entries: 2, invalid: 0, failed: [], complete: true });
    expect(await Array.fromAsync(to.store.entries())).toEqual(
      await Array.fromAsync(from.store.entries()),
    );
    for (const asked of [PASSWORD, PARAPHRASE]) {
      const [before, after] = [await from.ask(asked), await to.ask(asked)];
      expect(after.text).toBe(before.text);
      expect(after.providerMetadata).toEqual(before.providerMetadata);
    }
    expect(to.path()).toEqual(["hit:exact", "hit:semantic"]);
  });

  test("tags, namespaces and lifetimes come along", async () => {
    const { text } = await exported({ ttl: "1h" });
    const to = app();
    await to.cache.import(text);

    const tagged = await to.cache.invalidate({ tag: "account" });
    const inNamespace = await to.cache.size({ namespace: "b" });
    vi.setSystemTime(Date.now() + 3_600_000);

    expect([tagged.entries, inNamespace.entries]).toEqual([1, 1]);
    expect(await to.cache.size()).toMatchObject({ entries: 0 });
  });

  test("a conversation goes on in another process", async () => {
    const first = { role: "user" as const, content: PASSWORD };
    const reply = { role: "assistant" as const, content: "answer 1" };
    const next = { role: "user" as const, content: "And where is that page?" };
    const from = app();
    await from.ask({ prompt: [first] });
    await from.ask({ prompt: [first, reply, next] });
    const to = app();
    await to.cache.import(await from.cache.export());

    await to.ask(PARAPHRASE);
    await to.ask({ prompt: [{ ...first, content: PARAPHRASE }, reply, next] });

    expect(to.path()).toEqual(["hit:semantic", "hit:exact"]);
  });

  test("one namespace can be moved alone", async () => {
    const { from } = await exported();
    const to = app();

    const report = await to.cache.import(await from.cache.export({ namespace: "b" }));

    expect(report.entries).toBe(1);
    expect(await to.cache.size({ namespace: "b" })).toMatchObject({ entries: 1 });
  });

  test("it is a stream: compressed on its way, and in pieces of any size", async () => {
    const { from } = await exported();
    const to = app();

    const zipped = (await from.cache.export()).pipeThrough(new CompressionStream("gzip"));
    const report = await to.cache.import(zipped.pipeThrough(new DecompressionStream("gzip")));

    expect(report).toMatchObject({ entries: 2, complete: true });
  });

  test("letters that were cut in two by a network are one again", async () => {
    const from = app();
    await from.ask("Wie ändere ich mein Kennwort? 🔑");
    const bytes = await new Response(await from.cache.export()).bytes();
    const to = app();

    const report = await to.cache.import(Array.from(bytes, (byte) => Uint8Array.of(byte)));

    expect(report).toMatchObject({ entries: 1, complete: true });
  });

  test("what stores hold besides answers stays where it is", async () => {
    const { from } = await exported();
    const [entry] = await Array.fromAsync(from.store.entries());
    if (entry) await from.store.set({ ...entry, key: "ab", payload: "embedding/1 …" });

    const text = await new Response(await from.cache.export()).text();

    expect(text.trimEnd().split("\n")).toHaveLength(4);
  });
});

describe("another embedding model", () => {
  test("is refused: its vectors mean nothing here", async () => {
    const { text } = await exported();
    const to = app({ embeddingModel: OTHER });

    await expect(to.cache.import(text)).rejects.toThrow(
      "import: vectors must be of this cache's embedding model, test/other; got test/fake. Pass { reembed: true } to make new ones.",
    );
    expect(await to.cache.size()).toMatchObject({ entries: 0 });
  });

  test("or gives every question a vector of its own, many in one call", async () => {
    const { text } = await exported();
    const embeddingModel = trigramEmbedding("third");
    const to = app({ embeddingModel });

    const report = await to.cache.import(text, { reembed: true });
    await to.ask(PARAPHRASE);

    expect(report).toMatchObject({ entries: 2, failed: [], complete: true });
    expect(embeddingModel.asked.slice(0, 2)).toEqual([PASSWORD, PARCEL]);
    expect(to.path()).toEqual(["hit:semantic"]);
  });

  test("an import that was interrupted does not embed twice", async () => {
    const { text } = await exported();
    const embeddingModel = trigramEmbedding("third");
    const to = app({ embeddingModel });
    await to.cache.import(text, { reembed: true });
    embeddingModel.asked.length = 0;

    const report = await to.cache.import(text, { reembed: true });

    expect(report).toMatchObject({ entries: 0, kept: 2 });
    expect(embeddingModel.asked).toEqual([]);
  });

  test("a question that cannot be embedded is reported, and the others are imported", async () => {
    const { text } = await exported();
    const embeddingModel = trigramEmbedding("third");
    const { doEmbed } = embeddingModel;
    embeddingModel.doEmbed = async (options) =>
      options.values.includes(PARCEL) ? Promise.reject(new Error("no")) : doEmbed(options);
    const to = app({ embeddingModel });

    const report = await to.cache.import(text, { reembed: true });

    expect(report).toMatchObject({ entries: 1, failed: [{ line: 3 }], complete: true });
  });

  test("does not matter to a cache that matches exactly", async () => {
    const { text } = await exported();
    const to = app({ embeddingModel: null });

    await to.cache.import(text);
    await to.ask(PASSWORD);

    expect(to.path()).toEqual(["hit:exact"]);
  });
});

describe("nothing of a file is trusted", () => {
  const importing = async (
    source: TextSource,
    options?: SemanticCacheOptions,
  ): Promise<ImportReport> => app(options).cache.import(source);

  test("a file that was cut gives what is whole, and says so", async () => {
    const { text } = await exported();
    const lines = text.split("\n");

    const inALine = await importing(
      text.slice(0, text.indexOf("\n") + (lines[1]?.length ?? 0) + 40),
    );
    const afterALine = await importing(lines.slice(0, 2).join("\n"));

    expect(inALine).toMatchObject({ entries: 1, invalid: 1, complete: false });
    expect(afterALine).toMatchObject({ entries: 1, invalid: 0, complete: false });
  });

  test.each([
    ["another answer", "answer 1", "answer 9"],
    ["another place", '"scope":"', '"scope":"0'],
    ["another time", '"expiresAt":1', '"expiresAt":2'],
    ["another vector", '"vector":"AAAA', '"vector":"AAAB'],
    ["no vector", '"vector":"AAAA', '"vector":"?'],
  ])("%s in a line leaves it out", async (_what, find, replacement) => {
    const { text } = await exported();

    const report = await importing(damaged(text, find, replacement));

    expect(report).toMatchObject({ entries: 1, invalid: 1, complete: true });
  });

  test.each([
    ["", "something else"],
    ["How do I pay?", "something else"],
    ['{"format":"ai-sdk-semantic-cache/1"}', "something else"],
    [
      '{"format":"ai-sdk-semantic-cache/2","exportedAt":"","embeddingModel":null,"hashing":""}',
      '"ai-sdk-semantic-cache/2"',
    ],
  ])("what does not begin like an export is none: %s", async (text, got) => {
    const message = `import: the first line must be the header of an export in the form ai-sdk-semantic-cache/1; got ${got}.`;

    await expect(importing(text)).rejects.toThrow(message);
  });

  test("answers hashed with another secret would never be found: they are refused", async () => {
    const { text } = await exported();

    const imported = importing(text, { secret: "0123456789abcdef" });

    await expect(imported).rejects.toThrow("this is the export of a cache with another `secret`");
  });

  test("an answer whose time is over is skipped", async () => {
    const { text } = await exported({ ttl: "1h" });
    vi.setSystemTime(Date.now() + 3_600_000);

    expect(await importing(text)).toMatchObject({ entries: 0, expired: 2, complete: true });
  });
});

test("a newer answer in the store stays", async () => {
  const { text } = await exported();
  vi.setSystemTime(Date.now() + 1_000);
  const to = app({ answer: () => "newer" } as SemanticCacheOptions);
  await to.ask({ prompt: PASSWORD });

  const report = await to.cache.import(text);
  const { text: answer } = await to.ask(PASSWORD);

  expect(report).toMatchObject({ entries: 1, kept: 1 });
  expect(answer).toBe("newer");
});

test("a store that is down is reported entry by entry, not thrown", async () => {
  const { text } = await exported();
  const store = { ...memoryStore(), set: () => Promise.reject(new Error("down")) };

  const report = await app({ store }).cache.import(text);

  expect(report).toMatchObject({ entries: 0, failed: [{ line: 2 }, { line: 3 }], complete: true });
});

test("progress is told, and an abort ends an import", async () => {
  const { text } = await exported();
  const heard: ImportReport[] = [];
  const { cache }: { cache: SemanticCache } = app();

  const abortSignal = AbortSignal.abort();
  const aborted = await cache.import(text, { abortSignal });
  await cache.import(text, { onProgress: (report) => void heard.push(report) });

  expect(aborted).toMatchObject({ entries: 0, complete: false });
  expect(heard).toMatchObject([{ entries: 2 }]);
});

test("what was said of an answer after its export stays: pins, and that it is wrong", async () => {
  const { from, text } = await exported();
  const entryIds = (await Array.fromAsync(from.cache.entries())).map(({ entryId }) => entryId);
  for (const entryId of entryIds) {
    await from.cache.pin(entryId);
    await from.cache.feedback(entryId, { correct: false });
  }

  const report = await from.cache.import(text);

  expect(report).toMatchObject({ entries: 0, kept: 2, complete: true });
  for await (const { pinned, quarantinedAt } of from.cache.entries()) {
    expect([pinned, typeof quarantinedAt]).toEqual([true, "number"]);
  }
});

test("it stays also where the import brings vectors of another model", async () => {
  const { from, text } = await exported();
  for await (const { entryId } of from.cache.entries()) {
    await from.cache.pin(entryId);
    await from.cache.feedback(entryId, { correct: false });
  }
  const { cache } = app({ store: from.store, embeddingModel: OTHER });

  const report = await cache.import(text, { reembed: true });
  const again = await cache.import(text, { reembed: true });

  expect([report.entries, again.kept]).toEqual([2, 2]);
  for await (const { pinned, quarantinedAt } of cache.entries()) {
    expect([pinned, typeof quarantinedAt]).toEqual([true, "number"]);
  }
});
