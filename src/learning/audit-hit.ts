import { askBehind } from "../flight/ask-behind.ts";
import type { ModelCall } from "../flight/served.ts";
import type { Hit, LocatedRequest } from "../lookup/hit.ts";
import type { Runtime } from "../runtime.ts";

/**
 * Asks the model the question of a hit behind the answer that was served, and compares the two. A wrong
 * hit is repeated to nobody: the model's answer is stored for this question, and the entry is served to
 * nearer questions only.
 */
export function auditHit(
  runtime: Runtime,
  request: LocatedRequest,
  hit: Hit,
  call: ModelCall,
): void {
  const { policy } = hit;
  const suspect = { hit, purpose: "audit", wasServed: true } as const;
  const miss = { hit: false, reason: "audit", suspect, policy, embedsLate: true } as const;
  runtime.background.run(
    async () => void (await askBehind(runtime, request, miss, call)),
    (error) => runtime.fail("compare", error, request.fields),
  );
}
