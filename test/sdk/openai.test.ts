import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Sdk, sdks, type Way } from "../support/sdk.ts";
import { cachedApp, PARAPHRASE, QUESTION } from "../support/sdk-cached.ts";
import { openAi, openAiService } from "../support/sdk-openai.ts";

const service = openAiService();
const APIS = ["chat", "responses"] as const;
const WAYS: readonly Way[] = ["generate", "stream"];
const MODELS = sdks.flatMap((sdk) =>
  APIS.map((api) => ({ sdk, api, name: `${sdk.name}, ${api}` })),
);

/** How the application's own `ai` is imported, by major. */
const OWN_AI: Readonly<Record<Sdk["name"], () => Promise<object>>> = {
  "ai 4": () => import("ai4"),
  "ai 5": () => import("ai5"),
  "ai 6": () => import("ai6"),
  "ai 7": () => vi.importActual("ai"),
};

beforeAll(() => service.listen());
beforeEach(() => service.reset());
afterEach(() => {
  vi.doUnmock("ai");
  vi.unstubAllGlobals();
});
afterAll(() => service.close());

describe.each(MODELS)("$name", ({ sdk, api }) => {
  test.each([
    ["generate", "stream"],
    ["stream", "generate"],
  ] as const)(
    "a question over HTTP (%s) answers its paraphrase without (%s)",
    async (first, second) => {
      const app = openAiApp(sdk, api);

      const asked = await app.ask({ way: first, prompt: QUESTION });
      const hit = await app.ask({ way: second, prompt: PARAPHRASE });

      expect(hit.text).toBe(asked.text);
      expect(app.path).toEqual(["miss:no-match", "write", "hit:semantic"]);
      expect(service.asked()).toHaveLength(1);
      expect(service.embedded()).toEqual([[QUESTION], [PARAPHRASE]]);
      expect(hit.usage).toEqual(sdk.zeroUsage);
      expect(Object.keys(hit.providerMetadata ?? {})).toEqual(["semanticCache"]);
      expect(JSON.stringify(hit)).not.toMatch(/msg_1|resp_1|chatcmpl-1|2024-07-18/);
    },
  );

  test.each(WAYS)(
    "the next question after a hit sends its words, not a reference, by %s",
    async (way) => {
      const { ask } = openAiApp(sdk, api);
      const asked = await ask({ way, prompt: QUESTION });
      const { messages } = await ask({ way, prompt: PARAPHRASE });

      const turns = [{ role: "user", content: PARAPHRASE }, ...messages];
      await ask({ way, prompt: [...turns, { role: "user", content: "And where is that?" }] });

      const sent = JSON.stringify(service.asked().at(-1));
      expect(sent).toContain(asked.text);
      expect(sent).not.toMatch(/item_reference|msg_1/);
    },
  );

  test.each(WAYS)("OpenAI never sees what was said to the cache, by %s", async (way) => {
    const { ask } = openAiApp(sdk, api);
    const providerOptions = {
      semanticCache: { scope: "tenant-7", ttl: "1h" },
      openai: { metadata: { team: "a" } },
    };

    await ask({ way, prompt: QUESTION, options: { providerOptions } });

    expect(service.asked()).toEqual([expect.objectContaining({ metadata: { team: "a" } })]);
    expect(JSON.stringify(service.requests)).not.toMatch(/semanticCache|tenant-7/);
  });

  test("an error of OpenAI is the caller's, and nothing of it is kept", async () => {
    const { ask, path } = openAiApp(sdk, api);
    service.failNext(api === "chat" ? "/chat/completions" : "/responses", 503);

    await expect(ask({ way: "generate", prompt: QUESTION })).rejects.toThrow("It failed.");
    await ask({ way: "generate", prompt: QUESTION });

    expect(path).toEqual(["miss:no-match", "miss:no-match", "write"]);
  });
});

test.each(sdks.slice(1))(
  "$name: the next question after the model's own answer refers to it as ever",
  async (sdk) => {
    const { ask } = openAiApp(sdk, "responses");

    const { messages } = await ask({ way: "generate", prompt: QUESTION });
    const turns = [{ role: "user", content: QUESTION }, ...messages];
    await ask({ way: "generate", prompt: [...turns, { role: "user", content: "Where?" }] });

    expect(JSON.stringify(service.asked().at(-1))).toMatch(/item_reference.*msg_1/);
  },
);

describe.each(sdks)("in an application of $name", (sdk) => {
  beforeEach(() => void vi.doMock("ai", OWN_AI[sdk.name]));

  test.each(sdks)("the embedding model of $name works", async ({ name }) => {
    const embeddingModel = openAi[name].embedding();
    const { ask, path } = cachedApp(sdk, { cacheOptions: { embeddingModel, threshold: 0.8 } });

    await ask({ way: "generate", prompt: QUESTION });
    await ask({ way: "stream", prompt: PARAPHRASE });

    expect(path).toEqual(["miss:no-match", "write", "hit:semantic"]);
    expect(service.embedded()).toEqual([[QUESTION], [PARAPHRASE]]);
  });

  test.each(sdks)(
    "an embedding model of $name that fails is asked once, without a pause",
    async ({ name }) => {
      const embeddingModel = openAi[name].embedding();
      const { ask, path, seen } = cachedApp(sdk, {
        cacheOptions: { embeddingModel, timeouts: { embedding: "1m" } },
      });
      service.failNext("/embeddings", 500);

      const { text } = await ask({ way: "generate", prompt: QUESTION });
      const again = await ask({ way: "generate", prompt: QUESTION });

      expect(again.text).toBe(text);
      expect(seen).toHaveLength(1);
      expect(service.embedded()).toEqual([[QUESTION]]);
      expect(path).toEqual([
        "error:embedding:failed",
        "miss:embedding-failed",
        "write",
        "hit:exact",
      ]);
    },
  );
});

describe.each(sdks.slice(1))("in an application of $name", (sdk) => {
  test("an embedding model named by its id comes from the application's own provider", async () => {
    vi.doMock("ai", OWN_AI[sdk.name]);
    vi.stubGlobal("AI_SDK_DEFAULT_PROVIDER", openAi[sdk.name].provider);
    const embeddingModel = "text-embedding-3-small";
    const { ask, path } = cachedApp(sdk, { cacheOptions: { embeddingModel, threshold: 0.8 } });

    await ask({ way: "generate", prompt: QUESTION });
    await ask({ way: "generate", prompt: PARAPHRASE });

    expect(path).toEqual(["miss:no-match", "write", "hit:semantic"]);
    expect(service.embedded()).toEqual([[QUESTION], [PARAPHRASE]]);
  });
});

test("in an application of ai 4, which knows no ids, an embedding model's id costs misses only", async () => {
  vi.doMock("ai", OWN_AI["ai 4"]);
  const [sdk] = sdks;
  const { ask, path } = cachedApp(sdk as Sdk, { cacheOptions: { embeddingModel: "some-id" } });

  await ask({ way: "generate", prompt: QUESTION });
  await ask({ way: "stream", prompt: QUESTION });

  expect(path).toEqual(["error:embedding:failed", "miss:embedding-failed", "write", "hit:exact"]);
});

/** A model of OpenAI behind a cache whose vectors come from OpenAI too. */
function openAiApp(sdk: Sdk, api: (typeof APIS)[number]): ReturnType<typeof cachedApp> {
  const { model, embedding } = openAi[sdk.name];
  vi.doMock("ai", OWN_AI[sdk.name]);
  return cachedApp(sdk, {
    model: model(api),
    cacheOptions: { embeddingModel: embedding(), threshold: 0.8 },
  });
}
