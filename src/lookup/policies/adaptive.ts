import { createLru } from "../../lru.ts";
import { type AdaptiveOptions, toSettings } from "./adaptive/adaptive-options.ts";
import { type Budget, createBudget } from "./adaptive/budget.ts";
import { explorationProbability } from "./adaptive/confidence.ts";
import { createPool, type Pool } from "./adaptive/pool.ts";
import { createRisks } from "./adaptive/risks.ts";
import type { Decision, Policy, PolicyCandidate } from "./policy.ts";

/** What is known of one namespace in this process. */
interface Namespace {
  readonly pool: Pool;
  readonly budget: Budget;
}

const MOST_NAMESPACES = 100;
/** Questions that are with the model, with the risk their neighbours were given. */
const MOST_EXPLORED = 1_000;

/**
 * A policy without a threshold: it learns from your traffic which similarities are right, for each
 * entry, and serves as much as its budget of wrong answers allows. The cache needs `compare`, which
 * says whether two answers are the same.
 *
 * Each entry has a logistic boundary of its own (vCache, arXiv 2502.03771); a new one has that of its
 * namespace. How much risk is served follows from what was spent. What that promises and what not:
 * `docs/choosing-a-threshold.md`. A namespace serves nothing by meaning until 50 questions were
 * compared, 20 of them with a neighbour that was wrong.
 *
 * @throws SemanticCacheError `invalid-options` for a value that an option does not take.
 */
export function adaptive(options: AdaptiveOptions): Policy {
  const settings = toSettings(options);
  const { maxErrorRate, floor, isRandom, audit, maxObservations, random } = settings;
  const risks = createRisks();
  const namespaces = createLru<string, Namespace>({ maxWeight: MOST_NAMESPACES });
  const explored = createLru<string, number>({ maxWeight: MOST_EXPLORED });

  function namespaceOf(name: string): Namespace {
    const known = namespaces.get(name);
    if (known) return known;
    const fresh = {
      pool: createPool(),
      // Where chance decides, much that is learned from is riskier than what is served: no discount from that.
      budget: createBudget(maxErrorRate, isRandom ? 1 : 0),
    };
    namespaces.set(name, fresh);
    return fresh;
  }

  /** The probability with which a question goes to the model. */
  function explorationOf(risk: number, allowance: number): number {
    const needed = explorationProbability(1 - risk, allowance);
    if (isRandom) return Math.min(1, Math.max(audit, needed));
    return needed <= 0 ? audit : 1;
  }

  function decide(candidate: PolicyCandidate): Decision {
    const { similarity, entryId, namespace, observations } = candidate;
    if (!(similarity >= floor)) return { serves: false };
    const { pool, budget } = namespaceOf(namespace);
    pool.take(entryId, observations);
    const risk = risks.riskOf(candidate, pool.boundary());
    const { allowance } = budget;
    const exploration = explorationOf(risk, allowance);
    const serves = random() >= exploration;
    if (!candidate.isRehearsal) {
      budget.decided(risk, 1 - exploration);
      if (!serves) explored.set(nameOf(entryId, similarity), risk);
    }
    const numbers = { risk, allowance, exploration, observations: observations.length };
    return { serves, explores: !serves, numbers };
  }

  return {
    name: "adaptive",
    floor,
    decide,
    learning: {
      storesOnlyWrong: true,
      maxObservations,
      observe({ entryId, namespace, observation }) {
        const { pool, budget } = namespaceOf(namespace);
        pool.add(entryId, observation);
        const risk = explored.get(nameOf(entryId, observation.similarity));
        if (risk !== undefined) budget.learned(risk, observation.isCorrect);
      },
    },
  };
}

/** As an observation will be told of: its similarity has three decimals. */
function nameOf(entryId: string, similarity: number): string {
  return `${entryId} ${similarity.toFixed(3)}`;
}
