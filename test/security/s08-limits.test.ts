import { describe, expect, test } from "vitest";
import { memoryStore, type SemanticCacheOptions } from "../../src/index.ts";
import { canonicalJson } from "../../src/request/canonical-json.ts";
import { unitVector } from "../../src/similarity.ts";
import { isUnitVector } from "../../src/store-kit/checked-entry.ts";
import { type Ask, cachedModel } from "../support/cached-model.ts";
import { addressOf } from "../support/plan.ts";
import { reportInputs } from "./support/report-inputs.ts";

/** The three sizes around a limit, and whether each is within it. */
const AROUND = [
  [-1, true],
  [0, true],
  [1, false],
] as const;

/** Nested lists, in a place of a request where anything may be. */
function nested(levels: number): unknown {
  let value: unknown = "core";
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

/** What happens to two equal calls: the second is a hit, unless something is too large. */
async function pathOf(call: Ask, options: SemanticCacheOptions = {}): Promise<string[]> {
  const { ask, path } = cachedModel({ embeddingModel: null, ...options });
  await ask(call);
  await ask(call);
  return path();
}

/** How long the canonical text of a request with a question of one letter is. */
async function smallestRequest(): Promise<number> {
  for (let promptCharacters = 100; ; promptCharacters++) {
    const { reason } = await addressOf({ prompt: "a" }, { limits: { promptCharacters } });
    if (reason === undefined) return promptCharacters;
  }
}

describe("S8 one below a limit, at it, and one above it", () => {
  test.each(AROUND)("characters of a request: %i", async (more, fits) => {
    const overhead = (await smallestRequest()) - 1;
    const limits = { promptCharacters: overhead + 200 };

    const { reason } = await addressOf({ prompt: "a".repeat(200 + more) }, { limits });

    expect(reason).toBe(fits ? undefined : "too-large");
    reportInputs("S8", 1, "requests around the limit of characters");
  });

  test.each(AROUND)("characters of a question that is compared: %i", async (more, fits) => {
    const { ask, path } = cachedModel({ limits: { queryCharacters: 100 } });

    await ask("a".repeat(100 + more));

    expect(path()[0]).toBe(fits ? "miss:no-match" : "miss:exact-only");
    reportInputs("S8", 1, "questions around the limit of characters");
  });

  test.each(AROUND)("parts of a prompt: %i", async (more, fits) => {
    const turn = { role: "user", content: [{ type: "text", text: "a" }] };
    const prompt = Array.from({ length: 10 }, () => turn);
    const last = {
      ...turn,
      content: [...turn.content, ...new Array(more + 1).fill(turn.content[0])],
    };

    const { reason } = await addressOf({ prompt: [...prompt, last] }, { limits: { parts: 23 } });

    expect(reason).toBe(fits ? undefined : "too-large");
    reportInputs("S8", 1, "prompts around the limit of parts");
  });

  test.each(AROUND)("levels of nesting: %i", async (more, fits) => {
    const maxDepth = 64;

    const write = () => canonicalJson(nested(maxDepth + more), { maxDepth });

    if (fits) expect(write()).toContain("core");
    else expect(write).toThrow("nested deeper than 64 levels");
    reportInputs("S8", 1, "values around the limit of depth");
  });

  test.each([64, 65, 10_000, 1_000_000])(
    "a setting nested %i deep never breaks a call",
    async (levels) => {
      const call = {
        prompt: "Hello?",
        providerOptions: { acme: { deep: nested(levels) as never } },
      };

      const { reason } = await addressOf(call);

      expect(reason).toBe("too-large");
      reportInputs("S8", 1, "settings nested too deep");
    },
  );

  test.each(AROUND)("characters of a stored answer: %i", async (more, fits) => {
    const store = memoryStore();
    await pathOf({ prompt: "Hello?" }, { store });
    const [entry] = await Array.fromAsync(store.entries());
    const answerCharacters = (entry?.payload.length ?? 0) - more;

    const path = await pathOf({ prompt: "Hello?" }, { limits: { answerCharacters } });

    expect(path[1]).toBe(fits ? "write" : "not-stored:too-large");
    reportInputs("S8", 1, "answers around the limit of characters");
  });

  test("an entry that became larger than the limit since is not read", async () => {
    const store = memoryStore();
    await pathOf({ prompt: "Hello?" }, { store });

    const path = await pathOf({ prompt: "Hello?" }, { store, limits: { answerCharacters: 10 } });

    expect(path[0]).toBe("error:lookup:corrupt");
  });

  test.each(AROUND)("dimensions of a vector, made and read: %i", (more, fits) => {
    const values = new Array<number>(8_192 + more).fill(1);
    const length = Math.sqrt(values.length);
    const vector = Float32Array.from(values, (value) => value / length);

    const made = () => unitVector(values);

    expect(isUnitVector(vector)).toBe(fits);
    if (fits) expect(made()).toHaveLength(values.length);
    else expect(made).toThrow("1 to 8192 dimensions");
    reportInputs("S8", 1, "vectors around the limit of dimensions");
  });

  test.each(AROUND)("answers that one caller stores in a minute: %i", async (more, fits) => {
    const { ask, path } = cachedModel({ embeddingModel: null, limits: { writesPerMinute: 20 } });

    for (let at = 0; at < 20 + more; at++) await ask(`Question number ${at}?`);

    expect(path().at(-1)).toBe(fits ? "write" : "not-stored:rate-limited");
    reportInputs("S8", 20 + more, "answers around the bound of a minute");
  });

  test.each(AROUND)("entries of the memory store: %i", async (more, fits) => {
    const store = memoryStore({ maxEntries: 20 });
    const { ask, path } = cachedModel({ store, embeddingModel: null });

    for (let at = 0; at < 20 + more; at++) await ask(`Question number ${at}?`);

    expect(path().some((step) => step.startsWith("evict"))).toBe(!fits);
    expect((await store.size()).entries).toBeLessThanOrEqual(20);
    reportInputs("S8", 20 + more, "questions around the bound of a store");
  });
});
