import { describe, expect, test } from "vitest";
import { memoryStore, type SemanticCacheOptions } from "../../src/index.ts";
import { type CachedModel, cachedModel } from "../support/cached-model.ts";
import { fakeEmbedding } from "../support/embedding.ts";
import { describeEveryStore } from "./support/every-store.ts";
import { reportInputs, scaled } from "./support/report-inputs.ts";
import { type StatedScope, statedScopes } from "./support/scopes.ts";

const QUESTION = "Where is my order?";
const PARAPHRASE = "Where's the order of mine?";

/** The worst embedding model, and nothing else between a question and any answer: only the scope. */
const defenceless = {
  embeddingModel: fakeEmbedding(() => [1, ...new Array<number>(255).fill(0)]),
  guards: false,
  timeouts: { get: "10s", search: "10s", write: "10s" },
} satisfies SemanticCacheOptions;

/** What a scope is told by the model. */
const secretOf = (stated: StatedScope): string => `secret of ${JSON.stringify(stated)}`;

/** Asks for every scope in turn; the answers that were not its own. */
async function foreignAnswers(
  { ask }: Pick<CachedModel, "ask">,
  scopes: readonly StatedScope[],
  asking: { readonly prompt: string; begin(stated: StatedScope): void },
): Promise<string[]> {
  const foreign: string[] = [];
  for (const stated of scopes) {
    asking.begin(stated);
    const { text } = await ask({
      prompt: asking.prompt,
      providerOptions: { semanticCache: { ...stated } },
    });
    if (text !== secretOf(stated)) foreign.push(text);
  }
  return foreign;
}

/** A cache whose model tells the secret of whoever asks at the moment. */
function cacheOfSecrets(options: SemanticCacheOptions): {
  readonly cached: CachedModel;
  begin(stated: StatedScope): void;
} {
  let secret = "";
  const cached = cachedModel({ ...defenceless, answer: () => secret, ...options });
  return {
    cached,
    begin: (stated) => {
      secret = secretOf(stated);
    },
  };
}

describe("S1 an answer never leaves the scope that was stated", () => {
  test("10,000 scopes that look alike each hear their own secret, by meaning, too", async () => {
    const scopes = statedScopes(scaled(10_000));
    const store = memoryStore({ maxEntries: 2 * scopes.length });
    const { cached, begin } = cacheOfSecrets({ store });

    const first = await foreignAnswers(cached, scopes, { prompt: QUESTION, begin });
    const later = await foreignAnswers(cached, scopes, { prompt: PARAPHRASE, begin: () => {} });

    expect([first, later]).toEqual([[], []]);
    expect(cached.calls()).toBe(scopes.length);
    reportInputs("S1", 2 * scopes.length, "questions of scopes that look alike, memory");
  });

  describeEveryStore((open, { share }) => {
    test("scopes that look alike each hear their own secret", async () => {
      const scopes = statedScopes(scaled(200 * share));
      const { cached, begin } = cacheOfSecrets({ store: await open() });

      const first = await foreignAnswers(cached, scopes, { prompt: QUESTION, begin });
      const later = await foreignAnswers(cached, scopes, { prompt: PARAPHRASE, begin: () => {} });

      expect([first, later]).toEqual([[], []]);
      expect(cached.calls()).toBe(scopes.length);
      reportInputs("S1", 2 * scopes.length, "the same, all stores together");
    });
  });

  test("a stream is kept apart as well", async () => {
    const { cached, begin } = cacheOfSecrets({});
    const scopes = statedScopes(scaled(500));
    for (const stated of scopes) {
      begin(stated);
      const semanticCache = { ...stated };
      const chunks = await cached.stream({ prompt: QUESTION, providerOptions: { semanticCache } });
      expect(chunks.join("")).toBe(secretOf(stated));
    }
    reportInputs("S1", scopes.length, "the same, streams");
  });

  test("a scope that was stated wrongly shares nothing: the call goes past the cache", async () => {
    const { ask, path } = cachedModel(defenceless);
    const wrong = [42, null, true, {}, [], ["a"], 0, -1, { id: "a" }];
    const misspelt = ["tenant", "Scope", "name_space", "nameSpace", "user", "scopes", "__proto__x"];

    for (const scope of wrong) {
      await ask({ prompt: QUESTION, providerOptions: { semanticCache: { scope } as never } });
      await ask({
        prompt: QUESTION,
        providerOptions: { semanticCache: { namespace: scope } as never },
      });
    }
    for (const name of misspelt) {
      await ask({ prompt: QUESTION, providerOptions: { semanticCache: { [name]: "a" } } });
    }

    const steps = new Set(path());
    expect([...steps]).toEqual(["error:plan:failed", "bypass:invalid-directive"]);
    reportInputs("S1", 2 * wrong.length + misspelt.length, "scopes stated wrongly");
  });

  test("where a scope is required, a call without one shares nothing", async () => {
    const { ask, stream, path, calls } = cachedModel({ ...defenceless, requireScope: true });
    const scoped = (scope: string) => ({
      prompt: QUESTION,
      providerOptions: { semanticCache: { scope } },
    });
    await ask(scoped("ada"));
    const before = path().length;

    await ask(QUESTION);
    await stream(QUESTION);
    await ask(scoped(""));
    await ask(scoped("shared"));
    await ask(scoped("shared"));

    const bypass = "bypass:no-scope";
    const steps = path().slice(before);
    expect(steps).toEqual([bypass, bypass, bypass, "miss:no-match", "write", "hit:exact"]);
    expect(calls()).toBe(5);
    reportInputs("S1", 3, "calls that state no scope where one is required");
  });
});
