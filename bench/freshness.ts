import { semanticCache } from "../src/index.ts";
import type { Bench, Row } from "./support/bench.ts";
import { answer, type Generated, generate } from "./support/bench-model.ts";
import { callOptions, said } from "./support/prompts.ts";
import { shareOf } from "./support/share.ts";

const QUESTIONS = 6_000;
const HOUR = 3_600_000;
/** One question every six seconds: the stream takes ten hours. */
const PAUSE_MS = 6_000;
const OUTAGE = { from: 4 * HOUR, to: 6 * HOUR };
const TTL_MS = HOUR;

const POLICIES = [
  { name: "without", options: {} },
  { name: "staleIfError", options: { staleIfError: 12 * HOUR } },
  { name: "staleWhileRevalidate", options: { staleWhileRevalidate: 12 * HOUR } },
] as const;

/**
 * A stream of questions in simulated time, with lifetimes of an hour and a provider that is down for two:
 * how many questions of the outage were answered all the same.
 */
export const freshness: Bench = async ({ data, report }) => {
  const questions = data().stream("qqp_stream_20k").slice(0, QUESTIONS);
  const rows: Row[] = [];
  for (const { name, options } of POLICIES) {
    const row = await replay(
      name,
      options,
      questions.map(({ text }) => text),
    );
    rows.push(row);
    report(row);
  }
  return "Answered during an outage of two hours, by what is stored for ten: see the rows.";
};

async function replay(
  name: string,
  options: Parameters<typeof semanticCache>[0],
  questions: readonly string[],
): Promise<Row> {
  const realNow = Date.now;
  let now = realNow();
  const start = now;
  Date.now = () => now;
  try {
    const cache = semanticCache({ ttl: TTL_MS, rules: false, ...options });
    const counts = { asked: 0, answered: 0, modelCalls: 0 };
    for (const question of questions) {
      now += PAUSE_MS;
      const since = now - start;
      const isDown = since >= OUTAGE.from && since < OUTAGE.to;
      const model = async (): Promise<Generated> => {
        counts.modelCalls++;
        if (isDown) throw new Error("overloaded");
        return answer();
      };
      const isAnswered = await asks(cache, question, model);
      if (!isDown) continue;
      counts.asked++;
      if (isAnswered) counts.answered++;
    }
    await cache.close();
    const { asked, answered, modelCalls } = counts;
    return { name, asked, answered: shareOf(answered, asked), modelCalls };
  } finally {
    Date.now = realNow;
  }
}

async function asks(
  cache: ReturnType<typeof semanticCache>,
  question: string,
  model: () => Promise<Generated>,
): Promise<boolean> {
  try {
    await generate(cache, callOptions([said("user", question)]), model);
    return true;
  } catch {
    return false;
  } finally {
    await cache.flush();
  }
}
