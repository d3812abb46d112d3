import { createHash } from "node:crypto";
import { convertArrayToReadableStream, MockLanguageModelV4 } from "ai/test";

type CallOptions = Parameters<MockLanguageModelV4["doGenerate"]>[0];

/** A model whose answer is a digest of everything it was asked. */
export interface OracleModel extends MockLanguageModelV4 {
  /** How often it was asked. */
  calls(): number;
}

const finish = {
  finishReason: { unified: "stop" as const, raw: "stop" },
  usage: {
    inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 20, text: 20, reasoning: 0 },
  },
};

/**
 * An {@link OracleModel}: an answer that belongs to another request, to an older version of it, or that
 * is not whole, is found out by computing {@link oracleAnswer} again. Questions that {@link question}
 * made for the same subject have the same answer, in whatever words.
 */
export function oracleModel(): OracleModel {
  const model = new MockLanguageModelV4({
    doGenerate: async (options) => ({
      content: [{ type: "text", text: oracleAnswer(options) }],
      ...finish,
      warnings: [],
    }),
    doStream: async (options) => ({
      stream: convertArrayToReadableStream([
        { type: "stream-start" as const, warnings: [] },
        { type: "text-start" as const, id: "1" },
        ...(oracleAnswer(options).match(/\S+\s*/g) ?? []).map((delta) => ({
          type: "text-delta" as const,
          id: "1",
          delta,
        })),
        { type: "text-end" as const, id: "1" },
        { type: "finish" as const, ...finish },
      ]),
    }),
  });
  return Object.assign(model, {
    calls: () => model.doGenerateCalls.length + model.doStreamCalls.length,
  });
}

/** What the oracle answers: a digest of the request, in words of eight letters. */
export function oracleAnswer({ prompt, ...settings }: Pick<CallOptions, "prompt">): string {
  const { tools, responseFormat, temperature, seed } = settings as Partial<CallOptions>;
  const request = JSON.stringify({ prompt, tools, responseFormat, temperature, seed });
  const digest = createHash("sha256").update(withoutWording(request)).digest("hex");
  return `The answer is ${digest.match(/.{8}/g)?.join(" ")}.`;
}

/** What the oracle answers to a plain `prompt`, with instructions or without. */
export function oracleAnswerTo(prompt: string, instructions?: string): string {
  const user = { role: "user" as const, content: [{ type: "text" as const, text: prompt }] };
  const system = instructions ? [{ role: "system" as const, content: instructions }] : [];
  return oracleAnswer({ prompt: [...system, user] });
}

const WORDINGS = ["How do I", "How can I"] as const;

/** A question about a subject; `wording` 1 asks the same in other words, near enough for a hit. */
export function question(subject: string, wording: 0 | 1 = 0): string {
  return `${WORDINGS[wording]} reset the password of my account in the ${subject}?`;
}

function withoutWording(text: string): string {
  return WORDINGS.reduce((rest, wording) => rest.replaceAll(wording, ""), text);
}
