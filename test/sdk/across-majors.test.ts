import { describe, expect, test } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { type Sdk, sdk4, sdk5, sdk6, sdk7, sdks, type Way } from "../support/sdk.ts";
import { type AnswerPart, bytesOf, modelResult, type Version } from "../support/sdk-answer.ts";
import { cachedApp, PARAPHRASE, QUESTION, rawParts, rawQuestion } from "../support/sdk-cached.ts";

const WAYS: readonly Way[] = ["generate", "stream"];
const PNG = "iVBORw0KGgo=";

const FULL_ANSWER: readonly AnswerPart[] = [
  { type: "reasoning", text: "They forgot it." },
  { type: "text", text: "Open the settings and choose “Reset password”." },
  { type: "source", sourceType: "url", id: "s1", url: "https://example.com/", title: "Help" },
  { type: "file", mediaType: "image/png", base64: PNG },
];

/** Every pair of two majors: one that stored, one that asks. */
const PAIRS = pairsOf(sdks);
const MODERN_PAIRS = pairsOf([sdk5, sdk6, sdk7]);

test.each(PAIRS)(
  "an answer written under $from.name is served under $to.name",
  async ({ from, to }) => {
    const store = memoryStore();
    const [writer, reader] = [appOf(from, store), appOf(to, store)];
    const [writing, reading] = [settingsOf(from), settingsOf(to)];

    await writer.ask({ way: "stream", prompt: QUESTION, options: writing });
    const hits = [
      await reader.ask({ way: "generate", prompt: QUESTION, options: reading }),
      await reader.ask({ way: "stream", prompt: PARAPHRASE, options: reading }),
    ];

    for (const hit of hits) {
      expect(hit.content).toEqual(FULL_ANSWER);
      expect(hit.usage).toEqual(to.zeroUsage);
    }
    expect(reader.path).toEqual(["hit:exact", "hit:semantic"]);
  },
);

test.each(MODERN_PAIRS)(
  "a conversation begun under $from.name goes on under $to.name",
  async ({ from, to }) => {
    const store = memoryStore();
    const [writer, reader] = [appOf(from, store), appOf(to, store)];
    const { messages } = await writer.ask({ way: "stream", prompt: QUESTION });
    const turns = [{ role: "user", content: QUESTION }, ...messages];
    const prompt = [...turns, { role: "user", content: "And where is that?" }];

    await writer.ask({ way: "stream", prompt });
    await reader.ask({ way: "generate", prompt });

    expect(reader.path).toEqual(["hit:exact"]);
  },
);

test.each(MODERN_PAIRS)(
  "an object that $from.name generated is served as the output of $to.name",
  async ({ from, to }) => {
    const store = memoryStore();
    const json: AnswerPart = { type: "text", text: '{"city":"Paris"}' };
    const [writer, reader] = [appOf(from, store, [json]), appOf(to, store, [json])];

    await writer.ask({ way: "generate", prompt: QUESTION, as: "object" });
    const hit = await reader.ask({ way: "stream", prompt: QUESTION, as: "output" });

    expect(hit.object).toEqual({ city: "Paris" });
    expect(reader.path).toEqual(["hit:exact"]);
  },
);

test.each(sdks.slice(1))(
  "a call of $name without a temperature is not ai 4's, which sends 0",
  async (sdk) => {
    const store = memoryStore();
    const [writer, reader] = [appOf(sdk4, store), appOf(sdk, store)];

    await writer.ask({ way: "generate", prompt: QUESTION });
    await reader.ask({ way: "generate", prompt: QUESTION });

    expect(reader.path).toEqual(["miss:no-match", "write"]);
  },
);

test.each(PAIRS)(
  "the same files and tool results are the same question under $from.name and $to.name",
  async ({ from, to }) => {
    const store = memoryStore();
    const [writer, reader] = [appOf(from, store), appOf(to, store)];

    await writer.raw("generate", richQuestion(from));
    await reader.raw("generate", richQuestion(to));

    expect(reader.path).toEqual(["hit:exact"]);
  },
);

test.each(MODERN_PAIRS)(
  "tools that $from.name and $to.name describe each in its own way are the same",
  async ({ from, to }) => {
    const store = memoryStore();
    const json: AnswerPart = { type: "text", text: "{}" };
    const [writer, reader] = [appOf(from, store, [json]), appOf(to, store, [json])];

    await writer.raw("generate", rawQuestion(from, QUESTION, toolsOf(from)));
    await reader.raw("generate", rawQuestion(to, QUESTION, toolsOf(to)));

    expect(reader.path).toEqual(["hit:exact"]);
  },
);

test("files and tool results that differ are another question", async () => {
  const { raw, path } = appOf(sdk7, memoryStore());

  await raw("generate", richQuestion(sdk7));
  await raw("generate", richQuestion(sdk7, { png: "iVBORw0KGgs=" }));
  await raw("generate", richQuestion(sdk7, { degrees: 31 }));

  expect(path.filter((step) => step.startsWith("hit"))).toEqual([]);
});

describe("what only ai 7 knows", () => {
  const source = { type: "source", sourceType: "url", id: "s1", url: "https://example.com/" };
  const citations = [{ source, startIndex: 0, endIndex: 4, citedText: "Open the settings." }];

  test.each(sdks)("citations of a text, asked for by $name", async (sdk) => {
    const store = memoryStore();
    await write(store, { content: [{ type: "text", text: "Open it.", citations }] });
    const reader = appOf(sdk, store);

    const whole = await reader.raw("generate", rawQuestion(sdk, QUESTION));
    const parts = await rawParts(await reader.raw("stream", rawQuestion(sdk, QUESTION)));

    expect(reader.path).toEqual(["hit:exact", "hit:exact"]);
    const told = [JSON.stringify(whole), JSON.stringify(parts)];
    const isNew = sdk.version === "v4";
    for (const text of told) expect(text.includes("citedText")).toBe(isNew);
  });

  test("citations come back to ai 7 as they were", async () => {
    const store = memoryStore();
    await write(store, { content: [{ type: "text", text: "Open it.", citations }] });

    const { content } = await appOf(sdk7, store).raw("generate", rawQuestion(sdk7, QUESTION));

    expect(content).toEqual([{ type: "text", text: "Open it.", citations }]);
  });

  test.each(sdks)("a file that is only a URL, asked for by $name", async (sdk) => {
    const url = new URL("https://example.com/picture.png");
    const file = { type: "file", mediaType: "image/png", data: { type: "url", url } };
    const store = memoryStore();
    await write(store, { content: [file] });
    const reader = appOf(sdk, store);

    const { content } = await reader.raw("generate", rawQuestion(sdk, QUESTION));

    if (sdk.version !== "v4") expect(reader.path).toEqual(["miss:no-match", "write"]);
    else expect(content).toEqual([file]);
  });

  describe("an object beside commentary", () => {
    const commentary = { type: "text", text: "Let me think." };
    const final = { type: "text", text: '{"city":"Paris"}' };
    const said = { content: [commentary, final], structuredOutputText: '{"city":"Paris"}' };

    test.each(
      WAYS.flatMap((way) => [sdk5, sdk6, sdk7].map((sdk) => ({ way, sdk, name: sdk.name }))),
    )("is the object alone to $name, $way", async ({ sdk, way }) => {
      const store = memoryStore();
      const writer = appOf(sdk7, store, [], said);
      const reader = appOf(sdk, store);

      await writer.ask({ way: "generate", prompt: QUESTION, as: "object" });
      const hit = await reader.ask({ way, prompt: QUESTION, as: "object" });

      expect(reader.path).toEqual(["hit:exact"]);
      expect(hit.object).toEqual({ city: "Paris" });
    });

    test("is both again to ai 7, which can tell them apart", async () => {
      const { raw, path } = appOf(sdk7, memoryStore(), [], said);
      const params = rawQuestion(sdk7, QUESTION, { responseFormat: { type: "json" } });

      await raw("generate", params);
      const hit = await raw("generate", params);

      expect(path).toEqual(["miss:no-match", "write", "hit:exact"]);
      expect(hit).toMatchObject(said);
    });

    test("is streamed to ai 7 without the commentary", async () => {
      const { raw } = appOf(sdk7, memoryStore(), [], said);
      const params = rawQuestion(sdk7, QUESTION, { responseFormat: { type: "json" } });

      await raw("generate", params);
      const parts = await rawParts(await raw("stream", params));

      const deltas = parts.map((part) => Reflect.get(part, "delta") ?? "");
      expect(deltas.join("")).toBe(said.structuredOutputText);
    });
  });
});

test("a document as a source, which ai 4 does not know, is left out there", async () => {
  const source = {
    type: "source",
    sourceType: "document",
    id: "d1",
    mediaType: "text/plain",
    title: "T",
  };
  const store = memoryStore();
  await write(store, { content: [{ type: "text", text: "Open it." }, source] });

  const { sources } = await appOf(sdk4, store).raw("generate", rawQuestion(sdk4, QUESTION));
  const { content } = await appOf(sdk5, store).raw("generate", rawQuestion(sdk5, QUESTION));

  expect(sources).toEqual([]);
  expect(content).toEqual([{ type: "text", text: "Open it." }, source]);
});

function pairsOf(majors: readonly Sdk[]): { from: Sdk; to: Sdk }[] {
  return majors.flatMap((from) => majors.filter((to) => to !== from).map((to) => ({ from, to })));
}

/** An application that shares `store` with the others. */
function appOf(
  sdk: Sdk,
  store: CacheStore,
  answer: readonly AnswerPart[] = FULL_ANSWER,
  result?: object,
): ReturnType<typeof cachedApp> {
  const doGenerate = result && ((): object => ({ ...modelResult(sdk.version, []), ...result }));
  return cachedApp(sdk, { answer, doGenerate, cacheOptions: { store, providerTools: true } });
}

/** Has ai 7 store the answer to the usual question. */
async function write(store: CacheStore, result: object): Promise<void> {
  const writer = appOf(sdk7, store, [], result);
  await writer.raw("generate", rawQuestion(sdk7, QUESTION));
  expect(writer.path).toEqual(["miss:no-match", "write"]);
}

/** The same settings in every major: ai 4 sends temperature 0 when nothing is said. */
function settingsOf({ version }: Sdk): Record<string, number> {
  return { temperature: 0, topP: 0.5, [version === "v1" ? "maxTokens" : "maxOutputTokens"]: 100 };
}

/** A function and a tool of the provider. Every major writes a schema's dialect line as it likes. */
function toolsOf({ version }: Sdk): object {
  const $schema = `https://json-schema.org/${version}/schema`;
  const schema = { $schema, type: "object", properties: { city: { type: "string" } } };
  const search = { id: "openai.web_search", name: "search", args: {} };
  const tools = [
    { type: "function", name: "weather", inputSchema: schema },
    { type: version === "v2" ? "provider-defined" : "provider", ...search },
  ];
  const auto = version === "v4" ? { toolChoice: { type: "auto" } } : {};
  return { tools, ...auto, responseFormat: { type: "json", schema: { $schema } } };
}

/** A picture, a PDF by URL, a tool call and its result, and a question, in the form of a version. */
function richQuestion({ version }: Sdk, { png = PNG, degrees = 30 } = {}): object {
  const call = { toolCallId: crypto.randomUUID(), toolName: "weather" };
  const url = new URL("https://example.com/manual.pdf");
  const kind = version === "v1" ? { mode: { type: "regular" }, inputFormat: "messages" } : {};
  const { args, result } = TOOL_FIELDS[version === "v1" ? "v1" : "later"];
  return {
    ...kind,
    prompt: [
      { role: "system", content: "Be brief." },
      { role: "user", content: [{ type: "text", text: "Look." }, ...filesOf(version, png, url)] },
      { role: "assistant", content: [{ type: "tool-call", ...call, [args]: { city: "Rome" } }] },
      { role: "tool", content: [{ type: "tool-result", ...call, ...result({ degrees }) }] },
      { role: "user", content: [{ type: "text", text: QUESTION }] },
    ],
  };
}

const TOOL_FIELDS = {
  v1: { args: "args", result: (value: object): object => ({ result: value }) },
  later: {
    args: "input",
    result: (value: object): object => ({ output: { type: "json", value } }),
  },
};

function filesOf(version: Version, png: string, url: URL): object[] {
  const bytes = bytesOf(png);
  const [picture, pdf] = [{ mediaType: "image/png" }, { mediaType: "application/pdf" }];
  switch (version) {
    case "v1":
      return [
        { type: "image", image: bytes, mimeType: "image/png" },
        { type: "file", data: url, mimeType: "application/pdf" },
      ];
    case "v4":
      return [
        { type: "file", data: { type: "data", data: bytes }, ...picture },
        { type: "file", data: { type: "url", url }, ...pdf },
      ];
    default:
      return [
        { type: "file", data: version === "v2" ? png : bytes, ...picture },
        { type: "file", data: url, ...pdf },
      ];
  }
}
