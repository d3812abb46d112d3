import type { SemanticCacheOptions } from "../../src/index.ts";
import type { BenchContext, Row } from "../support/bench.ts";
import { createTalk, describeHit, type Outcome, type Turn } from "../support/conversation.ts";

/** A conversation of two turns (MeanCache), where it has one with its twin in other words. */
interface Contextual {
  readonly u0: string;
  readonly a0: string;
  readonly u1: string;
  readonly a1: string;
  readonly u0_dup?: string;
  readonly u1_dup?: string;
}

interface Twin {
  readonly original: readonly Turn[];
  readonly twin: readonly Turn[];
}

const SWEEP = [0.7, 0.75, 0.8, 0.85, 0.9];

/**
 * Conversations asked again in other words. The first turn should hit, and then the second, which
 * only a cache can answer that takes the first turns for the same.
 */
export async function measureTwins({ data, note }: BenchContext): Promise<Row[]> {
  const twins = data().rows<Contextual>("meancache_contextual").flatMap(toTwin);
  const rows = [await measureApart("twins", twins, {})];
  for (const threshold of SWEEP) {
    rows.push(await measureApart(`twins-${threshold.toFixed(2)}`, twins, { threshold }));
  }
  for (const threshold of SWEEP) {
    const options = { threshold, guards: false } as const;
    rows.push(await measureApart(`twins-${threshold.toFixed(2)}-unguarded`, twins, options));
  }
  return [...rows, await measureTogether("twins-one-cache", twins, note)];
}

function toTwin({ u0, a0, u1, a1, u0_dup, u1_dup }: Contextual): Twin[] {
  if (!u0_dup || !u1_dup) return [];
  return [
    {
      original: [
        { question: u0, answer: a0 },
        { question: u1, answer: a1 },
      ],
      twin: [
        { question: u0_dup, answer: a0 },
        { question: u1_dup, answer: a1 },
      ],
    },
  ];
}

/** Every conversation in a cache of its own. */
async function measureApart(
  name: string,
  twins: readonly Twin[],
  options: SemanticCacheOptions,
): Promise<Row> {
  const counts = { firstTurn: 0, firstVetoed: 0, secondTurn: 0, secondVetoed: 0, both: 0 };
  for (const { original, twin } of twins) {
    const talk = createTalk(options);
    await talk.converse(original, "original");
    const [first, second] = await talk.converse(twin, "twin");
    counts.firstTurn += isHit(first);
    counts.firstVetoed += first?.vetoed ? 1 : 0;
    counts.secondTurn += isHit(second);
    counts.secondVetoed += second?.vetoed ? 1 : 0;
    counts.both += isHit(first) * isHit(second);
  }
  return { name, asked: twins.length, ...counts };
}

function isHit(outcome: Outcome | undefined): number {
  return outcome?.hit ? 1 : 0;
}

/**
 * All conversations in one cache, twins after originals. Some conversations are about the same thing, so
 * a hit from another one may be right: only a person can tell.
 */
async function measureTogether(
  name: string,
  twins: readonly Twin[],
  note: BenchContext["note"],
): Promise<Row> {
  const talk = createTalk();
  for (const { original } of twins) await talk.converse(original, nameOf(original));
  const hits: Outcome[] = [];
  const others: Outcome[] = [];
  for (const { original, twin } of twins) {
    const outcomes = (await talk.converse(twin, nameOf(original))).filter(({ hit }) => hit);
    hits.push(...outcomes);
    others.push(...outcomes.filter(({ hit }) => hit?.storedBy.label !== nameOf(original)));
  }
  for (const outcome of others) note(`${name}: ${describeHit(outcome)}`);
  return { name, asked: 2 * twins.length, hits: hits.length, fromOthers: others.length };
}

function nameOf([first]: readonly Turn[]): string {
  return first?.question ?? "";
}
