import { measureContext } from "./quality/collisions.ts";
import { measureGuardCost } from "./quality/guard-cost.ts";
import { measureOtherNumbers } from "./quality/other-numbers.ts";
import { measurePairs } from "./quality/pairs.ts";
import { measurePolicies } from "./quality/policies.ts";
import { measurePolicyVectors } from "./quality/policy-vectors.ts";
import type { Bench, BenchContext, Row } from "./support/bench.ts";

type Measure = (bench: BenchContext) => Promise<void>;

const PARTS: Readonly<Record<string, Measure>> = {
  pairs: measurePairs,
  cost: measureGuardCost,
  numbers: measureOtherNumbers,
  context: measureContext,
  vectors: measurePolicyVectors,
  policies: measurePolicies,
};

/** Whether hits are right. A gate that is missed is reported, and fails nothing. */
export const quality: Bench = async (bench) => {
  const rows: Row[] = [];
  const report = (row: Row): void => {
    rows.push(row);
    bench.report(row);
  };
  for (const name of bench.only ?? Object.keys(PARTS)) {
    await partOf(name)({ ...bench, report });
  }
  return summary(rows);
};

function partOf(name: string): Measure {
  const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (!part) throw new Error(`--only must name ${Object.keys(PARTS).join(", ")}; got "${name}".`);
  return part;
}

function summary(rows: readonly Row[]): string {
  const gated = rows.filter(({ met }) => met !== undefined);
  const missed = gated.filter(({ met }) => met === false);
  const names = missed.map(({ name }) => name).join(", ");
  return `${gated.length - missed.length} of ${gated.length} gates are met${names && `; missed: ${names}`}.`;
}
