import { adaptive } from "../../src/lookup/policies/index.ts";
import type { Policy } from "../../src/lookup/policies/policy.ts";
import { staticPolicy } from "../../src/lookup/policies/static.ts";
import type { BenchContext } from "../support/bench.ts";
import { isVetoed } from "../support/guarded.ts";
import { seededRandom } from "../support/random.ts";
import { shareOf } from "../support/share.ts";
import { replayStream } from "./replay-stream.ts";
import { intents, longTail, NEAREST, type OrderedStream } from "./streams.ts";

const SEED = 1;
const THRESHOLDS = [0.8, 0.85, 0.9, 0.95];
const MAX_ERROR_RATES = [0.01, 0.02, 0.05];
/** The bound at which exploring by chance is measured as well. */
const BY_CHANCE = 0.02;

/** Percent of the questions that must be hits, by stream and error bound. */
const HIT_GATES: Readonly<Record<string, number>> = {
  "banking77 shuffled 0.01": 22.8,
  "banking77 shuffled 0.02": 28.4,
};

interface Run {
  readonly policy: string;
  readonly create: () => Policy;
  readonly isGuarded?: boolean;
  readonly maxErrorRate?: number;
}

/** Policies on streams of questions: how many are answered from the cache, how many of all wrongly. */
export async function measurePolicies(bench: BenchContext): Promise<void> {
  for (const open of [intents, longTail]) {
    for (const stream of open(bench.data())) {
      for (const run of runs()) await measureRun(bench, stream, run);
    }
  }
}

function runs(): readonly Run[] {
  return [
    ...THRESHOLDS.map((threshold) => ({
      policy: `static ${threshold}`,
      create: () => staticPolicy(threshold),
    })),
    ...MAX_ERROR_RATES.flatMap((maxErrorRate) => adaptiveRuns(maxErrorRate)),
  ];
}

/** As it is by default, and behind the guards a cache has by default; at one bound, exploring by chance. */
function adaptiveRuns(maxErrorRate: number): readonly Run[] {
  const create = (explore?: "random"): Policy =>
    adaptive({ maxErrorRate, floor: NEAREST, explore, random: seededRandom(SEED) });
  const policy = `adaptive ${maxErrorRate}`;
  const byDefault: Run = { policy, create: () => create(), maxErrorRate };
  const guarded: Run = { ...byDefault, policy: `${policy}, guards`, isGuarded: true };
  if (maxErrorRate !== BY_CHANCE) return [byDefault, guarded];
  const byChance = { policy: `${policy}, random`, create: () => create("random"), maxErrorRate };
  return [byDefault, guarded, byChance];
}

async function measureRun(bench: BenchContext, stream: OrderedStream, run: Run): Promise<void> {
  const { policy, create, isGuarded, maxErrorRate } = run;
  const replayed = await replayStream(stream, create(), isGuarded ? isVetoed : undefined);
  const { asked, hits, wrong, stored, labels } = replayed;
  const gates = policy === `adaptive ${maxErrorRate}`;
  const hitGate = gates ? HIT_GATES[`${stream.name} ${maxErrorRate}`] : undefined;
  const keepsBound = maxErrorRate === undefined || wrong <= maxErrorRate * asked;
  const hitsEnough = hitGate === undefined || 100 * hits >= hitGate * asked;
  bench.report({
    kind: "policy",
    name: stream.name,
    policy,
    asked,
    hits: shareOf(hits, asked),
    hitGate,
    wrong: shareOf(wrong, asked),
    wrongGate: maxErrorRate === undefined ? undefined : 100 * maxErrorRate,
    rightOfHits: shareOf(hits - wrong, hits),
    stored,
    labels,
    met: maxErrorRate === undefined ? undefined : keepsBound && hitsEnough,
  });
}
