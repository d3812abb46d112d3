import type { EmbeddingModelLike } from "../../src/index.ts";
import { createSource } from "../memory/vectors.ts";
import { textOf } from "../support/prompts.ts";

/** What the cache should make of a question. */
export type Kind = "exact" | "semantic" | "miss";

/** A question, and the one whose answer is right for it. */
export interface Question {
  readonly text: string;
  readonly answeredAs: string;
}

/** Questions to a cache that holds the answers of the first `entries` of them. */
export interface Questions {
  /** The question whose answer is stored under an index. */
  stored(index: number): Question;
  /** The next ones of a kind, with their vectors laid out: embedding them takes no time. */
  next(kind: Kind, count: number): readonly Question[];
  readonly embeddingModel: EmbeddingModelLike;
}

export const DIMENSIONS = 1_536;
/** Paraphrases have a cosine of 0.93 to their question, others less than 0.87. */
export const THRESHOLD = 0.9;
const CHARACTERS = 1_000;
/** Jumps over the entries, so that neighbours are not asked after each other. */
const STEP = 37;

/** {@link Questions} of 1 KB, the same ones each time. */
export function createQuestions(entries: number): Questions {
  const vectors = createSource(DIMENSIONS);
  const laidOut = new Map<string, readonly number[]>();
  let asked = 0;

  function stored(index: number): Question {
    const text = textOf(CHARACTERS, index);
    return { text, answeredAs: text };
  }

  function nextOf(kind: Kind): Question {
    const number = ++asked;
    if (kind === "miss") {
      const question = stored(entries + number);
      laidOut.set(question.text, Array.from(vectors.far(number)));
      return question;
    }
    const index = (number * STEP) % entries;
    if (kind === "exact") return stored(index);
    const { text: answeredAs } = stored(index);
    const text = answeredAs.replaceAll(" the ", " a ");
    laidOut.set(text, Array.from(vectors.near(index, number)));
    return { text, answeredAs };
  }

  const vectorOf = (text: string): readonly number[] =>
    laidOut.get(text) ?? Array.from(vectors.at(Number(/\d+/.exec(text)?.[0])));

  return {
    stored,
    next(kind, count) {
      laidOut.clear();
      return Array.from({ length: count }, () => nextOf(kind));
    },
    embeddingModel: {
      specificationVersion: "v4",
      provider: "bench",
      modelId: "laid-out",
      doEmbed: async ({ values }) => ({ embeddings: values.map(vectorOf) }),
    },
  };
}
