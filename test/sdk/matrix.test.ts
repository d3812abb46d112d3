import { beforeEach, describe, expect, test, vi } from "vitest";
import { type Outcome, type Sdk, sdks, type Way } from "../support/sdk.ts";
import { type AnswerPart, LONG_AGO, OLD_WARNINGS, PROVIDER_STATE } from "../support/sdk-answer.ts";
import { type CachedApp, cachedApp, PARAPHRASE, QUESTION } from "../support/sdk-cached.ts";

const HOUR = 3_600_000;
const NOW = new Date("2026-03-01T12:00:00.000Z");

const text: AnswerPart = { type: "text", text: "Open the settings and choose “Reset password”." };
const json: AnswerPart = { type: "text", text: '{"city": "Paris", "people": 2100000}' };
const reasoning: AnswerPart = {
  type: "reasoning",
  text: "They forgot it. They need the settings.",
};
const source: AnswerPart = {
  type: "source",
  sourceType: "url",
  id: "source-1",
  url: "https://example.com/help",
  title: "Help",
};
const file: AnswerPart = { type: "file", mediaType: "image/png", base64: "iVBORw0KGgo=" };

interface Kind {
  readonly kind: string;
  readonly answer: readonly AnswerPart[];
  readonly as?: "object" | "output";
  readonly objectMode?: "tool";
  readonly only?: Sdk["name"];
}

/** What is asked for, and what the model answers. */
const KINDS: readonly Kind[] = [
  { kind: "text", answer: [text] },
  { kind: "reasoning", answer: [reasoning, text] },
  { kind: "a source", answer: [text, source] },
  { kind: "a file", answer: [text, file] },
  { kind: "generateObject", answer: [json], as: "object" },
  {
    kind: "generateObject in tool mode",
    answer: [json],
    as: "object",
    objectMode: "tool",
    only: "ai 4",
  },
  { kind: "Output.object", answer: [json], as: "output" },
];

const WAYS: readonly { recorded: Way; replayed: Way }[] = [
  { recorded: "generate", replayed: "generate" },
  { recorded: "generate", replayed: "stream" },
  { recorded: "stream", replayed: "generate" },
  { recorded: "stream", replayed: "stream" },
];

const TABLE = WAYS.flatMap((ways) => KINDS.map((kind) => ({ ...ways, ...kind })));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  return () => void vi.useRealTimers();
});

describe.each(sdks)("$name", (sdk) => {
  const rows = TABLE.filter(({ only = sdk.name }) => only === sdk.name);

  test.each(rows)("$kind, recorded from $recorded, is replayed to $replayed", async (row) => {
    const { first, hit, app } = await askTwice(sdk, row);

    expect(app.path).toEqual(["miss:no-match", "write", "hit:semantic"]);
    expect(app.seen).toHaveLength(1);
    expect(hit.content).toEqual(row.as === "object" ? [] : row.answer);
    expect(hit.object).toEqual(row.as && { city: "Paris", people: 2_100_000 });
    expect([hit.text, hit.object]).toEqual([first.text, first.object]);
    expect(hit.finishReason).toBe("stop");
    expect(hit.usage).toEqual(sdk.zeroUsage);
    expect(hit.warnings ?? []).toEqual([]);
    expect(hit.timestamp).toEqual(new Date(NOW.getTime() + HOUR));
    expect(hit.responseId).not.toBe("resp_1");
    expect(hit.providerMetadata).toEqual({
      semanticCache: {
        hit: true,
        kind: "semantic",
        similarity: expect.closeTo(0.9, 1),
        entryId: expect.any(String),
        ageMs: HOUR,
        stale: false,
        savedUsage: expect.objectContaining({ inputTokens: 10, outputTokens: 20 }),
      },
    });
  });

  test.each(["generate", "stream"] as const)(
    "a hit can report the original usage, to %s",
    async (way) => {
      const { ask, path } = cachedApp(sdk, { cacheOptions: { usage: "original" } });

      const asked = await ask({ way, prompt: QUESTION });
      const hit = await ask({ way, prompt: QUESTION });

      expect(path.at(-1)).toBe("hit:exact");
      expect(hit.usage).toEqual(asked.usage);
    },
  );

  test.each(["generate", "stream"] as const)(
    "a miss is the model's own answer, to %s",
    async (way) => {
      const { ask } = cachedApp(sdk, { answer: [text] });

      const miss = await ask({ way, prompt: QUESTION });

      expect(miss.text).toBe(text.text);
      expect(miss.warnings).toEqual(OLD_WARNINGS);
      expect([miss.responseId, miss.timestamp]).toEqual(["resp_1", LONG_AGO]);
      expect(miss.providerMetadata).toEqual({
        ...PROVIDER_STATE,
        semanticCache: { hit: false, entryId: expect.any(String) },
      });
    },
  );
});

interface Row extends Kind {
  readonly recorded: Way;
  readonly replayed: Way;
}

/** A question recorded one way and, an hour later and in other words, asked the other way. */
async function askTwice(
  sdk: Sdk,
  { recorded, replayed, answer, as, objectMode }: Row,
): Promise<{ first: Outcome; hit: Outcome; app: CachedApp }> {
  const app = cachedApp(sdk, { answer, objectMode });
  const first = await app.ask({ way: recorded, prompt: QUESTION, as });
  vi.setSystemTime(NOW.getTime() + HOUR);
  const hit = await app.ask({ way: replayed, prompt: PARAPHRASE, as });
  return { first, hit, app };
}
