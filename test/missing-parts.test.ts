import { beforeEach, describe, expect, test, vi } from "vitest";
import type { CachedModel } from "./support/cached-model.ts";

const QUESTION = "How do I reset my password?";
const PARAPHRASE = "How can I reset my password?";
const PARTS = {
  board: "../src/flight/board.ts",
  replay: "../src/response/replay.ts",
  audit: "../src/learning/audit-hit.ts",
  functions: "../src/function-model.ts",
} as const;

beforeEach(() => {
  vi.resetModules();
  return () => {
    for (const path of Object.values(PARTS)) vi.doUnmock(path);
  };
});

/** A process in which nothing was loaded yet, and a part of the package cannot be: it was deployed anew. */
async function withoutPart(
  part: keyof typeof PARTS | undefined,
  options: object = {},
): Promise<CachedModel> {
  vi.resetModules();
  if (part) {
    vi.doMock(PARTS[part], () => {
      throw new Error("Cannot find module");
    });
  }
  const { cachedModel } = await import("./support/cached-model.ts");
  return cachedModel(options);
}

/** A store that holds an answer to the question. */
async function filledStore(): Promise<object> {
  const { memoryStore } = await import("../src/index.ts");
  const store = memoryStore();
  const { ask } = await withoutPart(undefined, { store });
  await ask(QUESTION);
  return store;
}

describe("a part of the package that cannot be loaded costs the cache, never the call", () => {
  test.each([
    ["what calls the model", "board", "Where is my parcel?"],
    ["what replays an answer", "replay", QUESTION],
  ] as const)("%s", async (_what, part, prompt) => {
    const { ask, path } = await withoutPart(part, { store: await filledStore() });

    const { text } = await ask(prompt);

    expect(text).toBe("answer 1");
    expect(path()).toEqual(["error:plan:failed", "bypass:plan-failed"]);
  });

  test("what audits a hit: it is served all the same", async () => {
    const audit = { audit: { rate: 1 }, compare: () => true };
    const { ask, path } = await withoutPart("audit", { store: await filledStore(), ...audit });

    const { text } = await ask(PARAPHRASE);

    expect(text).toBe("answer 1");
    expect(path()).toEqual(["hit:semantic", "error:compare:failed"]);
  });

  test("what renews a hit: it is served all the same", async () => {
    const store = await filledStore();
    const { ask, path } = await withoutPart("board", { store, eagerRefresh: 0 });

    const { text } = await ask(QUESTION);

    expect(text).toBe("answer 1");
    expect(path()).toEqual(["hit:exact", "error:renew:failed"]);
  });

  test("what wraps functions: the function is called", async () => {
    const { cache } = await withoutPart("functions");
    const answer = cache.wrap(async (text: string) => text.length);
    const words = cache.wrap(async function* (text: string) {
      yield* text.split(" ");
    });

    const answers = [await answer("password"), await Array.fromAsync(words("my password"))];

    expect(answers).toEqual([8, ["my", "password"]]);
  });
});
