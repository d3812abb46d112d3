import { builtInEmbedding } from "../src/built-in/index.ts";
import { dot, unitVector } from "../src/similarity.ts";
import { atDefault, percentOf } from "./support/at-default.ts";
import type { Bench, BenchContext, Row } from "./support/bench.ts";
import { isVetoed } from "./support/guarded.ts";
import type { LabelledPair } from "./support/labelled-data.ts";
import { shareOf } from "./support/share.ts";

const FILES = [
  "gptcache_mock",
  "qqp_1000_te3small_sims",
  "redis_langcache_716",
  "kmemo_tuned",
  "banking_adversarial_94",
  "checklist_qqp",
  "qqp_hard_char4gram60",
];
const THRESHOLDS = [0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

/** A pair as one embedding model sees it. */
interface Scored {
  readonly label: 0 | 1;
  /** -1 where the model has no vector for one of the two. */
  readonly similarity: number;
  readonly vetoed: boolean;
}

/** Cosines of one embedding model for the pairs of one file; `undefined` where it has none. */
interface Source {
  readonly model: string;
  similarities(file: string, pairs: readonly LabelledPair[]): Promise<(number | undefined)[]>;
}

/** What a threshold brings (pairs that should hit and do) and costs (pairs that must not and do). */
export const thresholds: Bench = async ({ data, report }) => {
  const labelled = data();
  const rows: Row[] = [];
  for (const source of sources(labelled)) {
    for (const file of FILES) {
      const pairs = labelled.rows<LabelledPair>(file);
      for (const row of measureFile(source.model, file, await score(source, file, pairs))) {
        rows.push(row);
        report(row);
      }
    }
  }
  return summary(rows);
};

function sources(data: ReturnType<BenchContext["data"]>): readonly Source[] {
  return [
    { model: "built-in", similarities: (_file, pairs) => builtInSimilarities(pairs) },
    {
      model: "all-MiniLM-L6-v2",
      async similarities(file, pairs) {
        const measured = data.miniLmSimilarities(file);
        return pairs.map(({ id }) => measured.get(id));
      },
    },
    {
      model: "text-embedding-3-small",
      similarities: async (_file, pairs) => pairs.map(({ sim }) => sim),
    },
  ];
}

async function builtInSimilarities(pairs: readonly LabelledPair[]): Promise<number[]> {
  const model = builtInEmbedding();
  const { embeddings } = await model.doEmbed({ values: pairs.flatMap(({ a, b }) => [a, b]) });
  const vectors = embeddings.map((embedding) => unitVector(embedding));
  return pairs.map((_, index) => {
    const [left, right] = [vectors[2 * index], vectors[2 * index + 1]];
    return left && right ? dot(left, right) : -1;
  });
}

async function score(
  source: Source,
  file: string,
  pairs: readonly LabelledPair[],
): Promise<readonly Scored[]> {
  const similarities = await source.similarities(file, pairs);
  return pairs.flatMap(({ a, b, label }, index) => {
    const similarity = similarities[index];
    return similarity === undefined ? [] : [{ label, similarity, vetoed: isVetoed(a, b) }];
  });
}

function measureFile(model: string, file: string, scored: readonly Scored[]): Row[] {
  if (scored.length === 0) return [];
  const alike = scored.filter(({ label }) => label === 1);
  const different = scored.filter(({ label }) => label === 0);
  return THRESHOLDS.map((threshold) => {
    const near = ({ similarity }: Scored): boolean => similarity >= threshold;
    const served = (pair: Scored): boolean => near(pair) && !pair.vetoed;
    return {
      name: `${model} ${file} ${threshold.toFixed(2)}`,
      mustHit: alike.length,
      recall: shareOf(alike.filter(near).length, alike.length),
      guardedRecall: shareOf(alike.filter(served).length, alike.length),
      mustMiss: different.length,
      falseHits: shareOf(different.filter(near).length, different.length),
      guardedFalseHits: shareOf(different.filter(served).length, different.length),
    };
  });
}

function summary(rows: readonly Row[]): string {
  const { threshold, row } = atDefault(rows, "qqp_1000_te3small_sims");
  return (
    `Built-in model at its default of ${threshold} with guards, Quora pairs: ` +
    `${percentOf(row?.guardedRecall)} of the duplicates hit, ${percentOf(row?.guardedFalseHits)} of the others.`
  );
}
