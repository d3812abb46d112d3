import { compareNaive } from "./stores/compare-naive.ts";
import { measureStore } from "./stores/measure-store.ts";
import type { Subject } from "./stores/subject.ts";
import { SUBJECTS } from "./stores/subjects.ts";
import { questionsAbout } from "./stores/time-lookups.ts";
import { createVectors, DIMENSIONS } from "./stores/vectors.ts";
import type { Bench, Row } from "./support/bench.ts";

const SIZES = [1_000, 10_000];
/** Also measured when asked for: filling the stores takes minutes, and gigabytes of memory. */
const LARGE = 100_000;
/** The store and the size at which it is compared with the naive design. */
const COMPARED = { store: "redis", size: 5_000 };

/**
 * What a lookup by meaning costs in every store, in time, bytes and round trips, how often it finds what
 * an exact scan finds, and how that compares with the naive design on Redis.
 */
export const stores: Bench = async ({ sizes = SIZES, only, report, note }) => {
  const subjects = SUBJECTS.filter(({ name }) => !only || only.includes(name));
  if (subjects.length === 0) throw new Error(`--only knows: ${namesOf(SUBJECTS)}.`);
  const rows: Row[] = [];
  for await (const row of measured(subjects, sizes)) {
    rows.push(row);
    report(row);
  }
  for (const line of leftOut(subjects, sizes)) note(line);
  return summary(rows, sizes);
};

async function* measured(
  subjects: readonly Subject[],
  sizes: readonly number[],
): AsyncGenerator<Row> {
  const compared = subjects.find(({ name }) => name === COMPARED.store);
  const vectors = createVectors(Math.max(...sizes, compared ? COMPARED.size : 0));
  for (const size of sizes) {
    const questions = questionsAbout(vectors, size);
    for (const subject of subjects.filter(({ most }) => size <= most)) {
      yield* await measureStore(subject, vectors, size, questions);
    }
  }
  if (compared) yield* await compareNaive(compared, vectors, COMPARED.size);
}

function leftOut(subjects: readonly Subject[], sizes: readonly number[]): readonly string[] {
  const tooLarge = sizes.flatMap((size) => {
    const without = subjects.filter(({ most }) => size > most);
    return without.length > 0 ? [`Left out at ${size} entries: ${namesOf(without)}.`] : [];
  });
  return sizes.includes(LARGE)
    ? tooLarge
    : [...tooLarge, `Left out: ${LARGE} entries (--sizes 100k).`];
}

function summary(rows: readonly Row[], sizes: readonly number[]): string {
  const failed = rows.filter(({ ok }) => ok === false).map(({ name }) => name);
  const verdict = failed.length === 0 ? "Every gate is kept" : `Over a gate: ${failed.join(", ")}`;
  return `${verdict}. Sizes: ${sizes.join(", ")} entries of ${DIMENSIONS} dimensions in one scope.`;
}

function namesOf(subjects: readonly Subject[]): string {
  return subjects.map(({ name }) => name).join(", ");
}
