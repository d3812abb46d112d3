import { measureCollisions } from "./context/collisions.ts";
import { measureTwins } from "./context/twins.ts";
import { measureUnrelated } from "./context/unrelated.ts";
import type { Bench, Row } from "./support/bench.ts";

/** Whether conversations and unrelated prompts are kept apart, and what that leaves of the hits. */
export const context: Bench = async (bench) => {
  const rows: Row[] = [];
  for (const measure of [measureCollisions, measureTwins, measureUnrelated]) {
    for (const row of await measure(bench)) {
      rows.push(row);
      bench.report(row);
    }
  }
  return summary(rows);
};

function summary(rows: readonly Row[]): string {
  const of = (name: string): Row | undefined => rows.find((row) => row.name === name);
  const [collisions, twins, unrelated] = [of("collisions"), of("twins"), of("unrelated")];
  return (
    `Wrong hits: ${collisions?.wrongHits} of ${collisions?.asked} questions after another conversation, ` +
    `${unrelated?.wrongHits} of ${unrelated?.asked} unrelated prompts. Of ${twins?.asked} twin conversations ` +
    `${twins?.firstTurn} hit on the first turn and ${twins?.secondTurn} on the second.`
  );
}
