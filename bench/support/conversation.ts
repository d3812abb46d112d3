import { generateText, type ModelMessage, wrapLanguageModel } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { type SemanticCacheOptions, semanticCache } from "../../src/index.ts";
import { rounded } from "./measure.ts";

/** What somebody says, and what the model answers when it is asked. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
}

/** What a question came to. */
export interface Outcome {
  readonly question: string;
  readonly text: string;
  /** How the cache answered, or `undefined` when the model did. */
  readonly hit?: { readonly similarity: number; readonly storedBy: StoredBy } | undefined;
  /** Whether a guard spoke against an answer that was similar enough. */
  readonly vetoed: boolean;
}

/** Whose answer it was. */
interface StoredBy {
  readonly label: string;
  readonly question: string;
}

/** A model behind a cache that talks to people. */
export interface Talk {
  /** Asks one question after some history. `label` names whoever stores the answer. */
  ask(history: readonly ModelMessage[], turn: Turn, label: string): Promise<Outcome>;
  /** A whole conversation, each question asked after what was really answered before. */
  converse(turns: readonly Turn[], label: string): Promise<Outcome[]>;
}

/** A {@link Talk} through the real middleware, `generateText` and a mock model. */
export function createTalk(options: SemanticCacheOptions = {}): Talk {
  const storedBy = new Map<unknown, StoredBy>();
  let reply = "";
  let vetoed = false;
  const cache = semanticCache({
    ...options,
    onEvent: (event) => {
      if (event.type === "miss") vetoed = event.reason === "vetoed";
    },
  });
  const model = wrapLanguageModel({ model: mockModel(() => reply), middleware: cache });

  async function ask(
    history: readonly ModelMessage[],
    { question, answer }: Turn,
    label: string,
  ): Promise<Outcome> {
    reply = answer;
    vetoed = false;
    const messages = [...history, { role: "user" as const, content: question }];
    const { text, providerMetadata } = await generateText({ model, messages, maxRetries: 0 });
    await cache.flush();
    const said = providerMetadata?.semanticCache;
    if (said?.hit !== true) {
      if (said) storedBy.set(said.entryId, { label, question });
      return { question, text, vetoed };
    }
    const origin = storedBy.get(said.entryId) ?? { label: "unknown", question: "unknown" };
    return {
      question,
      text,
      vetoed,
      hit: { similarity: Number(said.similarity), storedBy: origin },
    };
  }

  return {
    ask,
    async converse(turns, label) {
      const history: ModelMessage[] = [];
      const outcomes: Outcome[] = [];
      for (const turn of turns) {
        const outcome = await ask(history, turn, label);
        outcomes.push(outcome);
        history.push(...exchange(turn.question, outcome.text));
      }
      return outcomes;
    },
  };
}

/** A question and its answer as two messages. */
export function exchange(question: string, answer: string): ModelMessage[] {
  return [
    { role: "user", content: question },
    { role: "assistant", content: answer },
  ];
}

/** A hit in a sentence, for people to judge. */
export function describeHit({ question, hit }: Outcome): string {
  const stored = shortened(hit?.storedBy.question ?? "");
  const similarity = rounded(hit?.similarity ?? 0);
  return `${similarity} "${shortened(question)}" got the answer to "${stored}"`;
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

function mockModel(reply: () => string): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    doGenerate: async () => ({
      content: [{ type: "text", text: reply() }],
      finishReason: { unified: "stop", raw: "stop" },
      usage: {
        inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: 10, text: 10, reasoning: 0 },
      },
      warnings: [],
    }),
  });
}
