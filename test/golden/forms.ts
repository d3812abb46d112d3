import { encodeEmbedding } from "../../src/embedding-payload.ts";
import { encodeEntryLine } from "../../src/manage/transfer-format.ts";
import { encodePayload, type Payload } from "../../src/response/payload.ts";
import type { StoredEntry } from "../../src/store.ts";
import { encodeRecord } from "../../src/store-kit/record.ts";

/** A hundred years from 2025: these entries are alive whenever the tests run. */
const NEVER = 4_900_000_000_000;
const WRITTEN_AT = 1_750_000_000_000;

const usage = {
  inputTokens: 12,
  outputTokens: 34,
  reasoningTokens: 5,
  cachedInputTokens: 0,
} as const;
const common = { model: "openai.responses/gpt-5-mini", namespace: "acme" } as const;

const SOURCE = {
  type: "source",
  sourceType: "url",
  id: "1",
  url: "https://example.com/a",
  title: "Cats",
} as const;

/** What entries say: every kind of part, and every field there is. */
export const PAYLOADS: Readonly<Record<string, Payload>> = {
  text: {
    ...common,
    query: "How do I reset my password?",
    answer: {
      parts: [
        {
          type: "text",
          text: "Tap “Forgot password” – naïve \u0000 👩‍👩‍👧 \\ %_*",
          chunks: [4, 10, 30],
        },
      ],
      usage,
      rawFinishReason: "stop",
      durationMs: 812,
    },
    context: "c0".repeat(32),
  },
  "every part": {
    ...common,
    query: "What does the cat look like?",
    answer: {
      parts: [
        { type: "reasoning", text: "They forgot it." },
        {
          type: "text",
          text: "Black.",
          citations: [{ source: SOURCE, startIndex: 0, endIndex: 5, citedText: "Black" }],
        },
        SOURCE,
        { type: "file", mediaType: "image/png", base64: "iVBORw0KGgo=" },
        { type: "file", mediaType: "image/png", url: "https://example.com/cat.png" },
        { type: "object", toolName: "json", text: '{"colour":"black"}' },
      ],
      usage,
      structuredOutputText: '{"colour":"black"}',
      durationMs: 0,
    },
  },
  learned: {
    ...common,
    query: "Where is my parcel?",
    answer: { parts: [{ type: "text", text: "On its way." }], usage, durationMs: 1 },
    learned: {
      observations: [
        { similarity: 0.912, isCorrect: true },
        { similarity: 0.874, isCorrect: false },
      ],
      leastSimilarity: 0.9,
    },
    pinned: { staleAt: WRITTEN_AT + 1, expiresAt: WRITTEN_AT + 2 },
  },
};

const hash = (digit: string): string => digit.repeat(64);

/** An entry with every field there is. */
export const ENTRY: StoredEntry = {
  scope: hash("1"),
  key: hash("2"),
  normalKey: hash("3"),
  namespace: hash("4"),
  model: hash("5"),
  tags: [hash("6"), hash("7")],
  sources: [hash("8")],
  space: hash("9"),
  vector: Float32Array.of(0.5, -0.5, 0.5, 0.5),
  createdAt: WRITTEN_AT,
  staleAt: NEVER,
  expiresAt: NEVER,
  payload: encodePayload(PAYLOADS.text as Payload),
};

/** Numbers of an embedding that 32 bits hold, and some that they do not. */
export const EMBEDDINGS: readonly (readonly number[])[] = [
  [0.5, -0.25, 0],
  [0.1, Math.PI, -1e-12],
];

/** Every form in which this version writes, as texts by name: what a fixture holds of its form. */
export const FORMS: Readonly<Record<string, () => readonly string[]>> = {
  "answer-1": () => Object.values(PAYLOADS).map(encodePayload),
  "entry-1": () => [encodeRecord(ENTRY)],
  "embedding-1": () => EMBEDDINGS.map(encodeEmbedding),
  "export-line-1": () => [encodeEntryLine(ENTRY)],
};
