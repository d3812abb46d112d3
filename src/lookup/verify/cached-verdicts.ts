import { type Duration, toMilliseconds } from "../../duration.ts";
import { untilAborted } from "../../flight/until-aborted.ts";
import { createHasher } from "../../hash.ts";
import { createLru } from "../../lru.ts";
import type { Hex } from "../../store.ts";
import { isCount, requireOption } from "./require-option.ts";
import type { Verify, VerifyCandidate, VerifyOptions } from "./verify.ts";

/** Options of {@link cachedVerdicts}. */
export interface CachedVerdictsOptions {
  /** Most verdicts that are remembered; the least recently used go first. @default 1000 */
  readonly maxEntries?: number | undefined;
  /** How long a verdict holds. @default Infinity */
  readonly ttl?: Duration | undefined;
}

interface Remembered {
  readonly verdict: boolean;
  readonly until: number;
}

/** A question under way, and how many wait for its verdict. */
interface SharedCall {
  readonly verdict: Promise<boolean>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * The same verifier, which is asked once for the same question, stored question, answers and model, in this
 * process. Yes and no are remembered, errors and timeouts are not. Who asks the same at the same time
 * waits for one call, which is aborted when nobody waits any more; it is reported once, by who came first.
 *
 * @throws SemanticCacheError `invalid-options` for what is no function, and for options it does not take.
 */
export function cachedVerdicts(verify: Verify, options: CachedVerdictsOptions = {}): Verify {
  const { maxEntries = 1000, ttl = Number.POSITIVE_INFINITY } = options;
  requireOption(typeof verify === "function", "cachedVerdicts: verify", "a function", verify);
  const count = "a whole number from 1";
  requireOption(isCount(maxEntries), "cachedVerdicts: maxEntries", count, maxEntries);
  const ttlMs = toMilliseconds(ttl, "cachedVerdicts: ttl");
  const hasher = createHasher(undefined);
  const remembered = createLru<Hex, Remembered>({ maxWeight: maxEntries });
  const calls = new Map<Hex, SharedCall>();

  async function ask(
    key: Hex,
    candidate: VerifyCandidate,
    verifyOptions: VerifyOptions,
  ): Promise<boolean> {
    const verdict: unknown = await verify(candidate, verifyOptions);
    if (typeof verdict === "boolean") remembered.set(key, { verdict, until: Date.now() + ttlMs });
    return verdict === true;
  }

  function start(key: Hex, candidate: VerifyCandidate, { reportUsage }: VerifyOptions): SharedCall {
    const controller = new AbortController();
    const own = { abortSignal: controller.signal, reportUsage };
    const call = { verdict: ask(key, candidate, own), controller, waiting: 0 };
    calls.set(key, call);
    return call;
  }

  function leave(key: Hex, call: SharedCall): void {
    if (--call.waiting > 0) return;
    if (calls.get(key) === call) calls.delete(key);
    call.controller.abort(); // does nothing to a call that has ended
  }

  return async (candidate, verifyOptions) => {
    const key = await hasher.text(identityOf(candidate));
    const known = remembered.get(key);
    if (known && Date.now() < known.until) return known.verdict;
    const call = calls.get(key) ?? start(key, candidate, verifyOptions);
    call.waiting++;
    try {
      return await untilAborted(call.verdict, verifyOptions.abortSignal);
    } finally {
      leave(key, call);
    }
  };
}

/** Everything a verdict depends on; the similarity follows from it. */
function identityOf(candidate: VerifyCandidate): string {
  const { query, candidateQuery, answer, freshAnswer, model } = candidate;
  return JSON.stringify([query, candidateQuery, answer, freshAnswer, model]);
}
