import type { Row } from "../support/bench.ts";
import type { LabelledData } from "../support/labelled-data.ts";
import { shareOf } from "../support/share.ts";
import { unitRows } from "../support/similar-vectors.ts";
import { fill, lookup, unboundedStore } from "./filled-store.ts";

const DIMENSIONS = 384;
const STREAMS = ["banking77", "qqp_stream_20k"];
const THRESHOLDS = [0.6, 0.85, 0.95];
const QUESTIONS = 1_000;

/** Whether sketches find what an exact search finds among real sentences, by MiniLM, at several thresholds. */
export async function realRecall(data: LabelledData): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const name of STREAMS) {
    const numbers = data.miniLmVectors(name);
    if (numbers) rows.push(...(await recallOf(name, numbers)));
  }
  return rows;
}

async function recallOf(name: string, numbers: Int8Array): Promise<readonly Row[]> {
  const { values } = unitRows(numbers, DIMENSIONS);
  const count = values.length / DIMENSIONS;
  const at = (row: number): Float32Array => values.slice(row * DIMENSIONS, (row + 1) * DIMENSIONS);
  const isQuestion = (row: number): boolean => row % Math.floor(count / QUESTIONS) === 0;
  const all = Array.from({ length: count }, (_, row) => row);
  const stored = all.filter((row) => !isQuestion(row));
  const vectorAt = (index: number): Float32Array => at(stored[index] as number);
  const sketched = unboundedStore();
  const exact = unboundedStore({ search: "exact" });
  for (const store of [sketched, exact]) await fill(store, stored.length, vectorAt);

  const rows: Row[] = [];
  for (const threshold of THRESHOLDS) {
    let [same, matched, asked] = [0, 0, 0];
    for (const row of all.filter(isQuestion)) {
      const found = await lookup(sketched, at(row), threshold);
      const right = await lookup(exact, at(row), threshold);
      const similarities = right.map(({ similarity }) => similarity);
      const isSame = similarities.every(
        (similarity, rank) => Math.abs((found[rank]?.similarity ?? 2) - similarity) < 1e-6,
      );
      asked++;
      if (right.length > 0) matched++;
      if (isSame && found.length === right.length) same++;
    }
    rows.push({
      name: `${name} ${threshold}`,
      entries: stored.length,
      questions: asked,
      withMatches: matched,
      recall: shareOf(same, asked),
      ok: same === asked,
    });
  }
  return rows;
}
