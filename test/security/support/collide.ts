import { builtInEmbedding } from "../../../src/built-in/index.ts";
import { seededRandom } from "../../../src/testing/chaos/seeded-random.ts";

/** What an attacker asks, so that a vector lies where another question's does. */
export interface Collision {
  readonly attack: string;
  readonly victim: string;
  readonly similarity: number;
}

const SOUP = (
  "account reset order card bank refund password email phone cancel delete open close pay cost plan " +
  "limit transfer loan rate safe doctor child dose trip visa hotel train ticket tax form date time " +
  "manual answer ignore question please number code link page help office lost stolen new old"
).split(" ");

/**
 * Bends a text of the attacker's towards a victim's question by words behind it: each step takes the word
 * that brings it nearest (a greedy climb, with some words at random), as CacheAttack (arXiv 2601.23088)
 * does. The same in every run.
 */
export async function collide(
  attacker: string,
  victim: string,
  {
    words = 10,
    seed = 1,
    once = false,
  }: {
    readonly words?: number;
    readonly seed?: number;
    /** Says no word twice: the attacker knows the guard against repetition. */
    readonly once?: boolean;
  } = {},
): Promise<Collision> {
  const random = seededRandom(seed);
  const model = builtInEmbedding();
  const vectorsOf = async (texts: string[]): Promise<number[][]> =>
    (await model.doEmbed({ values: texts })).embeddings;
  const [goal = []] = await vectorsOf([victim]);
  const candidates = [...new Set([...(victim.toLowerCase().match(/\w+/g) ?? []), ...SOUP])];
  let best = { text: attacker, similarity: -1 };

  for (let step = 0; step < words; step++) {
    const said = new Set(once ? best.text.split(" ") : []);
    const words = candidates.filter((word) => random() < 0.7 && !said.has(word));
    const tried = words.map((word) => `${best.text} ${word}`);
    const vectors = await vectorsOf(tried);
    const found = tried.map((text, at) => ({ text, similarity: cosine(goal, vectors[at] ?? []) }));
    best = found.reduce((one, other) => (other.similarity > one.similarity ? other : one), best);
  }
  return { attack: best.text, victim, similarity: best.similarity };
}

/** Of two vectors of length 1. */
function cosine(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}
