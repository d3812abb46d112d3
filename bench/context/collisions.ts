import type { BenchContext, Row } from "../support/bench.ts";
import {
  createTalk,
  describeHit,
  exchange,
  type Outcome,
  type Talk,
  type Turn,
} from "../support/conversation.ts";

/** Two conversations that end in the same words and mean something else (CANARD). */
interface Collision {
  readonly question: string;
  readonly questionB: string;
  /** Title, section, question, answer, question, answer, … */
  readonly historyA: readonly string[];
  readonly historyB: readonly string[];
  /** The last question as a person who knows the conversation would put it alone. */
  readonly rewriteA: string;
  readonly rewriteB: string;
}

/** How a conversation makes its subject known, which the data has as two titles. */
type Opening = (title: string, section: string) => Turn;

const plainOpening: Opening = (title, section) => ({ question: title, answer: section });

/** The same words for every subject: first turns that are alike are what lineage has to fear. */
const sharedOpening: Opening = (title, section) => ({
  question: `I have some questions about ${title} (${section}).`,
  answer: "Of course. What would you like to know?",
});

/** Whether the same last question is answered with what another conversation was told. */
export async function measureCollisions({ data, note }: BenchContext): Promise<Row[]> {
  const collisions = data().rows<Collision>("canard_context_collisions");
  const rows: Row[] = [];
  for (const [suffix, opening] of [
    ["", plainOpening],
    ["-shared-opening", sharedOpening],
  ] as const) {
    const pairs = collisions.flatMap((row) => bothWays(row, opening));
    rows.push(await measurePairs({ name: `collisions${suffix}`, pairs, note }));
    rows.push(await measureOneCache({ name: `collisions${suffix}-one-cache`, pairs, note }));
  }
  return rows;
}

interface Pair {
  readonly first: readonly Turn[];
  readonly second: readonly Turn[];
}

interface Run {
  readonly name: string;
  readonly pairs: readonly Pair[];
  readonly note: BenchContext["note"];
}

/**
 * Each pair in a cache of its own. The second is asked after the first: once as a question with its
 * history, and once with every turn going through the cache. They are about different articles, so
 * whatever the second is answered from the cache is wrong. The first asked again must be a hit, else
 * the cache was not at work.
 */
async function measurePairs({ name, pairs, note }: Run): Promise<Row> {
  const counts = { asked: 0, wrongHits: 0, repeated: 0, hits: 0 };
  for (const { first, second } of pairs) {
    for (const ask of [askAtTheEnd, askEveryTurn]) {
      const talk = createTalk();
      await ask(talk, first, "first");
      const outcomes = await ask(talk, second, "second");
      const wrong = outcomes.filter(({ hit }) => hit?.storedBy.label === "first");
      for (const outcome of wrong) note(`${name}: ${describeHit(outcome)}`);
      counts.asked += outcomes.length;
      counts.wrongHits += wrong.length;
      counts.repeated++;
      counts.hits += (await ask(talk, first, "first")).at(-1)?.hit ? 1 : 0;
    }
  }
  return { name, ...counts, gate: 0, ok: counts.wrongHits === 0 };
}

/** All conversations through one cache, every turn. A hit from another article is wrong. */
async function measureOneCache({ name, pairs, note }: Run): Promise<Row> {
  const talk = createTalk();
  const asked: Outcome[] = [];
  const wrong: Outcome[] = [];
  const seen = new Set<string>();
  const counts = { repeated: 0, hits: 0 };
  for (const { first } of pairs) {
    const conversation = JSON.stringify(first);
    const article = first[0]?.question ?? "";
    const outcomes = await askEveryTurn(talk, first, article);
    asked.push(...outcomes);
    wrong.push(...outcomes.filter(({ hit }) => hit && hit.storedBy.label !== article));
    if (seen.has(conversation)) {
      counts.repeated++;
      counts.hits += outcomes.at(-1)?.hit ? 1 : 0;
    }
    seen.add(conversation);
  }
  for (const outcome of wrong) note(`${name}: ${describeHit(outcome)}`);
  return {
    name,
    asked: asked.length,
    wrongHits: wrong.length,
    ...counts,
    gate: 0,
    ok: wrong.length === 0,
  };
}

function bothWays(row: Collision, opening: Opening): readonly Pair[] {
  const { question, questionB, historyA, historyB, rewriteA, rewriteB } = row;
  const first = toTurns(historyA, { question, answer: `About "${rewriteA}".` }, opening);
  const other = { question: questionB, answer: `About "${rewriteB}".` };
  const second = toTurns(historyB, other, opening);
  return [
    { first, second },
    { first: second, second: first },
  ];
}

function toTurns(history: readonly string[], last: Turn, opening: Opening): readonly Turn[] {
  const [title = "", section = "", ...said] = history;
  const turns = [opening(title, section)];
  for (let at = 0; at + 1 < said.length; at += 2) {
    turns.push({ question: said[at] ?? "", answer: said[at + 1] ?? "" });
  }
  return [...turns, last];
}

type Ask = (talk: Talk, turns: readonly Turn[], label: string) => Promise<Outcome[]>;

const askAtTheEnd: Ask = async (talk, turns, label) => {
  const last = turns.at(-1);
  const history = turns.slice(0, -1).flatMap(({ question, answer }) => exchange(question, answer));
  return last ? [await talk.ask(history, last, label)] : [];
};

const askEveryTurn: Ask = (talk, turns, label) => talk.converse(turns, label);
