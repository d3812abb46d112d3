import { withTimeout } from "../deadline.ts";
import { loadReplay } from "../hit-replay.ts";
import { type Hit, type LocatedRequest, report } from "../lookup/hit.ts";
import { lookupExact } from "../lookup/lookup.ts";
import type { Runtime } from "../runtime.ts";
import type { CacheStore } from "../store.ts";

/** How long processes wait for each other, in milliseconds. */
export interface LeaseRules {
  readonly waitMs: number;
  readonly holdMs: number;
}

/** What asking for a lease came to: go ahead (and give it back after), or the answer another process stored. */
export type Leased = { readonly hit: Hit } | { readonly hit?: undefined; release(): void };

type Lease = Awaited<ReturnType<NonNullable<CacheStore["lease"]>>>;

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;
const NOTHING: Leased = { release() {} };

/**
 * Holds back while another process makes the same answer, for a bounded time. A lease saves calls and
 * is never needed for correctness: whatever fails here ends in a call of one's own.
 */
export async function holdLease(
  runtime: Runtime,
  request: LocatedRequest,
  { waitMs, holdMs }: LeaseRules,
): Promise<Leased> {
  const { store, timeouts } = runtime.config;
  const { address, abortSignal } = request;
  const endsAt = performance.now() + waitMs;
  let pause = FIRST_PAUSE_MS;

  async function takeLease(): Promise<Lease> {
    const asked = store.lease?.(address.key, holdMs);
    try {
      return await withTimeout("store.lease", timeouts.get, abortSignal, asked);
    } catch (error) {
      // One that comes after all would hold up the other processes for nothing.
      Promise.resolve(asked)
        .then(
          (late) => late?.release(),
          () => {},
        )
        .catch(() => {});
      throw error;
    }
  }

  /** Behind the answer: a store that hangs now must not hold it up. */
  function giveBack(lease: Lease): void {
    const release = async (): Promise<void> =>
      withTimeout("lease.release", timeouts.write, undefined, lease?.release());
    runtime.background.run(release, (error) => report(runtime, request, "write", error));
  }

  try {
    for (;;) {
      const lease = await takeLease();
      // Also with the lease in hand: who held it may have stored the answer since this request looked.
      const hit = await storedMeanwhile(runtime, request);
      if (hit || abortSignal?.aborted) giveBack(lease);
      abortSignal?.throwIfAborted();
      if (hit) return { hit };
      if (lease) return { release: () => giveBack(lease) };
      if (performance.now() + pause > endsAt) return NOTHING;
      await sleep(pause, abortSignal);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  } catch (error) {
    report(runtime, request, "lookup", error);
    abortSignal?.throwIfAborted();
    return NOTHING;
  }
}

async function storedMeanwhile(
  runtime: Runtime,
  request: LocatedRequest,
): Promise<Hit | undefined> {
  const found = await lookupExact(runtime, request);
  if (!found?.hit || found.freshness === "fallback") return undefined;
  await loadReplay(); // where it is missing in the bundle, the model is asked
  return found;
}

async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const slept = new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  await withTimeout("the pause", 2 * milliseconds + 1_000, signal, slept);
}
