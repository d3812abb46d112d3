import { describe, expect, test } from "vitest";
import { type Sdk, sdks, type Way } from "../support/sdk.ts";
import {
  type AnswerPart,
  ending,
  modelParts,
  modelResult,
  type RawPart,
  type Version,
} from "../support/sdk-answer.ts";
import { ANSWER, cachedApp, QUESTION, rawParts, rawQuestion } from "../support/sdk-cached.ts";

/** An answer that must not be kept: how the usual one is changed, and what the cache says of it. */
interface Refused {
  readonly what: string;
  readonly reason: string;
  /** Versions that can express it. @default all */
  readonly versions?: readonly Version[];
  /** The answer's text, when it is not the usual. */
  readonly text?: string;
  /** How it ends, when not in "stop". */
  readonly finish?: readonly [reason: string, raw?: string];
  /** A part beside the text: in a result or a stream, in a stream only, and as a field of ai 4's result. */
  readonly part?: (version: Version) => RawPart;
  readonly streamed?: (version: Version) => RawPart[];
  readonly field?: object;
}

const WAYS: readonly Way[] = ["generate", "stream"];
const MODERN = ["v2", "v3", "v4"] as const;
const call = { toolCallId: "call_1", toolName: "refund" };
const input = (version: Version): object =>
  version === "v1" ? { toolCallType: "function", args: "{}" } : { input: "{}" };
const redacted = { anthropic: { redactedData: "c2VjcmV0" } };
const compaction = { anthropic: { type: "compaction" } };

const REFUSED: readonly Refused[] = [
  { what: "an answer that was cut off at its length", finish: ["length"], reason: "finish-reason" },
  { what: "a refusal", finish: ["content-filter"], reason: "finish-reason" },
  { what: "an answer that ended in an error", finish: ["error"], reason: "finish-reason" },
  { what: "an answer that ended nobody knows why", finish: ["other"], reason: "finish-reason" },
  {
    what: "an answer that ended unknown",
    finish: ["unknown"],
    versions: ["v1", "v2"],
    reason: "finish-reason",
  },
  {
    what: "an answer whose connection broke",
    finish: ["interrupted"],
    versions: ["v4"],
    reason: "finish-reason",
  },
  {
    what: "an unfinished turn of a server tool",
    finish: ["stop", "pause_turn"],
    versions: ["v3", "v4"],
    reason: "paused",
  },
  {
    what: "a tool call",
    finish: ["tool-calls"],
    part: (version) => ({ type: "tool-call", ...call, ...input(version) }),
    field: { toolCalls: [{ ...call, ...input("v1") }] },
    reason: "tool-call",
  },
  {
    what: "a tool call that ends in stop",
    part: (version) => ({ type: "tool-call", ...call, ...input(version) }),
    field: { toolCalls: [{ ...call, ...input("v1") }] },
    reason: "tool-call",
  },
  {
    what: "a call of a tool that the provider ran",
    versions: MODERN,
    part: () => ({ type: "tool-call", ...call, input: "{}", providerExecuted: true }),
    reason: "tool-call",
  },
  {
    what: "what a tool of the provider found",
    versions: MODERN,
    part: () => ({ type: "tool-result", ...call, result: { price: 3 }, providerExecuted: true }),
    reason: "tool-call",
  },
  {
    what: "a request for approval",
    versions: ["v3", "v4"],
    part: () => ({ type: "tool-approval-request", approvalId: "approval_1", toolCallId: "call_1" }),
    reason: "tool-call",
  },
  {
    what: "redacted reasoning",
    versions: ["v1"],
    part: () => ({ type: "redacted-reasoning", data: "c2VjcmV0" }),
    field: { reasoning: [{ type: "redacted", data: "c2VjcmV0" }] },
    reason: "provider-state",
  },
  {
    what: "reasoning that was redacted",
    versions: MODERN,
    part: () => ({ type: "reasoning", text: "", providerMetadata: redacted }),
    streamed: () => [
      { type: "reasoning-start", id: "9", providerMetadata: redacted },
      { type: "reasoning-end", id: "9" },
    ],
    reason: "provider-state",
  },
  {
    what: "a conversation that the provider compacted",
    versions: MODERN,
    part: () => ({ type: "text", text: "So far: …", providerMetadata: compaction }),
    streamed: () => [
      { type: "text-start", id: "9", providerMetadata: compaction },
      { type: "text-delta", id: "9", delta: "So far: …" },
      { type: "text-end", id: "9" },
    ],
    reason: "provider-state",
  },
  {
    what: "a file of the model's reasoning",
    versions: ["v4"],
    part: () => ({
      type: "reasoning-file",
      mediaType: "image/png",
      data: { type: "data", data: "iVBO" },
    }),
    reason: "provider-state",
  },
  {
    what: "a part of one provider only",
    versions: ["v4"],
    part: () => ({ type: "custom", kind: "openai.thing" }),
    reason: "unknown-part",
  },
  {
    what: "a part that nobody knows yet",
    versions: MODERN,
    part: () => ({ type: "hologram", data: "…" }),
    reason: "unknown-part",
  },
  { what: "an empty answer", text: "", reason: "empty" },
  { what: "an answer of nothing but white space", text: " \n\n ", reason: "empty" },
];

describe.each(sdks)("$name", (sdk) => {
  const rows = REFUSED.filter(({ versions }) => versions?.includes(sdk.version) ?? true);

  test.each(rows)("$what is never replayed", async (row) => {
    const { generated, streamed } = rawAnswers(sdk.version, row);

    expect(await pathOfTwo(sdk, "generate", generated)).toEqual(twice(row.reason));
    expect(await pathOfTwo(sdk, "stream", streamed)).toEqual(twice(row.reason));
  });

  test.each(WAYS)("JSON that does not parse is never replayed, from %s", async (way) => {
    const { ask, path, seen } = cachedApp(sdk, {
      answer: [{ type: "text", text: "Sorry, no JSON today." }],
    });
    const question = { way, prompt: QUESTION, as: "object" } as const;

    await expect(ask(question)).rejects.toThrow("No object generated");
    await expect(ask(question)).rejects.toThrow("No object generated");

    expect(seen).toHaveLength(2);
    expect(path).toEqual(twice("invalid-json"));
  });

  test.each(WAYS)("an output that is no JSON is never replayed, from %s", async (way) => {
    const answer: AnswerPart[] = [{ type: "text", text: "Sorry, no JSON today." }];
    const { ask, path } = cachedApp(sdk, { answer });
    const question = { way, prompt: QUESTION, as: "output" } as const;

    await ask(question).catch(() => {}); // whether the SDK throws or not
    await ask(question).catch(() => {});

    expect(path).toEqual(twice("invalid-json"));
  });

  test.each(WAYS)("JSON that breaks its schema is never replayed, from %s", async (way) => {
    const { ask, path } = cachedApp(sdk, { answer: [{ type: "text", text: '["Paris"]' }] });
    const question = { way, prompt: QUESTION, as: "object" } as const;

    await expect(ask(question)).rejects.toThrow("No object generated");
    await expect(ask(question)).rejects.toThrow("No object generated");

    expect(path).toEqual(twice("schema-mismatch"));
  });
});

/** A stream that must not be kept: what becomes of the usual parts. */
const BROKEN: readonly {
  readonly what: string;
  readonly reason: string;
  readonly versions?: readonly Version[];
  readonly change: (parts: RawPart[]) => RawPart[];
}[] = [
  {
    what: "a stream without an end",
    reason: "no-finish",
    change: (parts) => parts.filter(({ type }) => type !== "finish"),
  },
  { what: "a stream of nothing", reason: "no-finish", change: () => [] },
  {
    what: "a stream with an error in it",
    reason: "error-part",
    change: (parts) => [
      ...parts.slice(0, 3),
      { type: "error", error: "overloaded" },
      ...parts.slice(3),
    ],
  },
  {
    what: "a text that was not closed",
    versions: MODERN,
    reason: "open-block",
    change: (parts) => parts.filter(({ type }) => type !== "text-end"),
  },
  {
    what: "a text that was not opened",
    versions: MODERN,
    reason: "unknown-part",
    change: (parts) => parts.filter(({ type }) => type !== "text-start"),
  },
  {
    what: "a text that goes on after its end",
    versions: MODERN,
    reason: "unknown-part",
    change: (parts) => [
      ...parts.slice(0, -1),
      { type: "text-delta", id: "0", delta: " And then?" },
      ...parts.slice(-1),
    ],
  },
];

describe.each(sdks)("$name, streaming", (sdk) => {
  const rows = BROKEN.filter(({ versions }) => versions?.includes(sdk.version) ?? true);

  test.each(rows)("$what is never replayed", async ({ change, reason }) => {
    const path = await pathOfTwo(sdk, "stream", change(modelParts(sdk.version, ANSWER)));

    expect(path).toEqual(twice(reason));
  });
});

const twice = (reason: string): string[] => [
  ...["miss:no-match", `not-stored:${reason}`],
  ...["miss:no-match", `not-stored:${reason}`],
];

/** Asks a model that always says `raw` the same question twice. */
async function pathOfTwo(sdk: Sdk, way: Way, raw: object): Promise<readonly string[]> {
  const app = cachedApp(sdk, { doGenerate: () => raw, doStream: () => raw });
  const params = rawQuestion(sdk, QUESTION);
  for (const _time of [1, 2]) {
    const result = await app.raw(way, params);
    if (way === "stream") await rawParts(result);
    await app.cache.flush();
  }
  return app.path;
}

/** The usual answer, changed as the row says, as a result and as the parts of a stream. */
function rawAnswers(version: Version, row: Refused): { generated: object; streamed: RawPart[] } {
  const answer: AnswerPart[] =
    row.text === undefined ? [...ANSWER] : [{ type: "text", text: row.text }];
  const result = modelResult(version, answer);
  const parts = modelParts(version, answer);
  const part = row.part?.(version);
  const whole = part ? [part] : [];
  const end = row.finish ? ending(version, ...row.finish) : {};
  const content = version === "v1" ? row.field : { content: [...contentOf(result), ...whole] };
  const finish: RawPart = { type: "finish", ...ending(version), ...end };
  return {
    generated: { ...result, ...content, ...end },
    streamed: [...parts.slice(0, -1), ...(row.streamed?.(version) ?? whole), finish],
  };
}

function contentOf(result: object): object[] {
  const content: unknown = Reflect.get(result, "content");
  return Array.isArray(content) ? content : [];
}
