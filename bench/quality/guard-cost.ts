import type { BenchContext } from "../support/bench.ts";
import { candidateCheck } from "../support/guarded.ts";
import { measure, rounded } from "../support/measure.ts";
import { textOf } from "../support/prompts.ts";

const CANDIDATES = 200;
const CHARACTERS = 200;
const GATE_MICROSECONDS = 30;
const ROUNDS = 30;
const LONG = 256 * 1_024;
const LONG_ROUNDS = 5;

/** What guards have to look at most closely, repeated without an end. */
const HOSTILE: Readonly<Record<string, string>> = {
  letters: "a",
  digits: "7",
  "digits and commas": "1,",
  "digits and dots": "1.",
  quotes: '"',
  apostrophes: "n't ",
  "open brackets": "(",
  addresses: "http://a.",
  "at signs": "a@",
  hyphens: "non-",
  currencies: "$1",
  negations: "not ",
  spaces: " ",
  capitals: "A ",
};

/** What guards cost: for a candidate of common length, and for texts that are made to be slow. */
export async function measureGuardCost(bench: BenchContext): Promise<void> {
  await measureCommon(bench);
  for (const [name, unit] of Object.entries(HOSTILE)) await measureHostile(bench, name, unit);
}

async function measureCommon({ report }: BenchContext): Promise<void> {
  const questions = Array.from({ length: CANDIDATES }, (_, seed) => textOf(CHARACTERS, seed));
  const checks = questions.map((question) => candidateCheck(question));
  // Politeness is no reason to refuse, so every guard has to look.
  const candidates = questions.map((question) => `Please: ${question}`);
  const run = (): number =>
    checks.filter((isRefused, at) => isRefused(candidates[at] ?? "")).length;
  const { candidate } = await measure({ candidate: { run } }, { rounds: ROUNDS });
  const microseconds = rounded((1_000 * candidate.median) / CANDIDATES);
  report({
    kind: "guard cost",
    name: `a candidate of ${CHARACTERS} characters`,
    microseconds,
    leastMicroseconds: rounded((1_000 * candidate.min) / CANDIDATES),
    refused: run(),
    gate: GATE_MICROSECONDS,
    met: microseconds < GATE_MICROSECONDS,
  });
}

/** Time that doubles with the text is linear; time that grows fourfold is not. */
async function measureHostile({ report }: BenchContext, name: string, unit: string): Promise<void> {
  const textOfLength = (length: number): string => unit.repeat(length / unit.length);
  const runOf = (length: number): { run: () => boolean } => {
    const isRefused = candidateCheck(`${textOfLength(length)} x`);
    const candidate = `${textOfLength(length)} y`;
    return { run: () => isRefused(candidate) };
  };
  const timings = await measure(
    { half: runOf(LONG / 2), whole: runOf(LONG) },
    { rounds: LONG_ROUNDS, warmup: 1 },
  );
  report({
    kind: "hostile text",
    name,
    characters: LONG,
    milliseconds: rounded(timings.whole.min),
    timesHalf: rounded(timings.whole.min / timings.half.min),
  });
}
