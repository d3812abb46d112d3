import { describe, expect, test } from "vitest";
import {
  evaluate,
  type LabelledConversation,
  type StreamQuestion,
} from "../../src/evaluate/index.ts";
import type { ConversationFunction, Policy } from "../../src/index.ts";

const at = (degrees: number): number[] => {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
};

/** Questions as points on a circle: 18 degrees apart is a cosine of 0.951, 32 degrees one of 0.848. */
const question = (text: string, cluster: string, degrees: number): StreamQuestion => ({
  text,
  cluster,
  vector: at(degrees),
});

const STREAM = [
  question("How do I reset my password?", "password", 0),
  question("I forgot my password", "password", 10),
  question("Which lamps are in stock?", "lamps", 90),
  question("Lamps on offer?", "lamps", 122),
  question("The invoice of my lamp, please", "invoice", 95),
  question("Please send the invoice for a lamp", "invoice", 96),
];

const cache = { threshold: 0.9, guards: false } as const;

describe("evaluating a stream", () => {
  test("a miss stores its answer, and a hit is right when it serves the same cluster", async () => {
    const { rates, worst, replays } = await evaluate({ data: STREAM, cache });

    expect(rates).toMatchObject({ lookups: 6, mustHit: 2, mustMiss: 4, right: 1, wrong: 2 });
    expect(rates.falseHitRate).toMatchObject({ count: 2, of: 4 });
    expect(worst.wrongHits.map(({ stored }) => stored)).toEqual(Array(2).fill(STREAM[2]?.text));
    expect(worst.missedHits).toMatchObject([
      { asked: "Lamps on offer?", reason: "below-threshold" },
    ]);
    expect(replays).toMatchObject([{ kind: "stream", stored: 3 }]);
  });

  test("the second half stands apart: it is what a filled cache does", async () => {
    const { replays } = await evaluate({ data: STREAM, cache });

    expect(replays[0]?.whole).toMatchObject({ lookups: 6, hits: 3 });
    expect(replays[0]?.secondHalf).toMatchObject({ lookups: 3, hits: 2, wrong: 2 });
  });

  test("every threshold is a replay of its own: what is stored depends on it", async () => {
    const { streamCurve } = await evaluate({
      data: STREAM,
      cache,
      thresholds: [0.75, 0.9, 0.9999],
    });

    expect(streamCurve.map(({ threshold, stored }) => [threshold, stored])).toEqual([
      [0.75, 2],
      [0.9, 3],
      [0.9999, 6],
    ]);
    expect(streamCurve[1]?.whole).toEqual((await evaluate({ data: STREAM, cache })).rates);
  });

  test("a policy that learns sees the questions in their order", async () => {
    const seen: string[] = [];
    const threshold = {
      name: "watching",
      floor: 0.7,
      decide({ query }: { query: string }) {
        seen.push(query);
        return false;
      },
    };

    const { setup } = await evaluate({
      data: STREAM.slice(0, 4),
      cache: { ...cache, threshold },
      thresholds: [],
    });

    expect(seen).toEqual(["I forgot my password", "Lamps on offer?"]);
    expect(setup).toMatchObject({ policy: "watching", threshold: 0.7 });
  });

  test("a policy that learns is told by the labels what was right, whatever judge the application has", async () => {
    const learned: boolean[] = [];
    const threshold: Policy = {
      name: "learning",
      floor: 0.9,
      decide: () => ({ serves: false, explores: true }),
      learning: {
        storesOnlyWrong: true,
        maxObservations: 10,
        observe: ({ observation }) => void learned.push(observation.isCorrect),
      },
    };
    const compare = (): never => expect.unreachable("a judge that costs money");

    const { replays } = await evaluate({
      data: STREAM,
      cache: { ...cache, threshold, compare },
      thresholds: [],
    });

    expect(learned).toEqual([true, false, true]);
    expect(replays[0]?.stored).toBe(4);
  });
});

describe("evaluating conversations", () => {
  const about = (first: string, meaning: string): LabelledConversation => ({
    conversation: [{ user: first, assistant: `All about it: ${first}` }],
    question: "How much does it cost?",
    meaning,
  });

  test("the same words with another history must not hit", async () => {
    const data = [
      about("Tell me about the oak table", "oak"),
      about("Do you repair bicycles?", "repair"),
    ];

    const { rates, kinds } = await evaluate({ data });

    expect(kinds).toMatchObject([{ kind: "conversations", lookups: 2 }]);
    expect(rates).toMatchObject({ mustMiss: 2, hits: 0 });
  });

  test("a history that was served from one answer is one history", async () => {
    const data = [
      about("How do I get an oak table repaired?", "oak repair"),
      about("How can I get an oak table repaired?", "oak repair"),
    ];

    const { rates } = await evaluate({ data });

    expect(rates).toMatchObject({ mustHit: 1, right: 1, wrong: 0 });
  });

  test("a cache that looks at the last question only is found out", async () => {
    const data = [
      about("Tell me about the oak table", "oak"),
      about("Do you repair bicycles?", "repair"),
    ];
    const conversation: ConversationFunction = (turns) => ({
      query: turns.at(-1)?.text ?? "",
      context: "",
    });

    const { rates } = await evaluate({ data, cache: { conversation } });

    expect(rates).toMatchObject({ mustMiss: 2, wrong: 1 });
  });
});
