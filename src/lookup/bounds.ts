import type { Config } from "../config.ts";
import type { LiveAudit } from "../learning/live-audit.ts";
import type { Policy } from "./policies/policy.ts";

/** Which similarities are looked at, left to the verifier, and left to the policy. */
export interface ServingBounds {
  /** Below it nobody is asked. */
  readonly floor: number;
  /** From here on the policy decides. */
  readonly servedFrom: number;
  /** Whether the verifier decides in place of the policy. */
  isGray(similarity: number): boolean;
}

/** The {@link ServingBounds} of a lookup. An audit that found too many wrong hits raises them. */
export function boundsOf(
  { verify }: Pick<Config, "verify">,
  policy: Policy,
  audit: LiveAudit | undefined,
): ServingBounds {
  const servedFrom = Math.min(1, policy.floor + (audit?.raisedBy() ?? 0));
  const zone = verify?.grayZone;
  if (!zone) return { floor: servedFrom, servedFrom, isGray: () => false };
  const to = zone.to ?? servedFrom;
  return {
    floor: Math.min(zone.from, servedFrom),
    servedFrom,
    isGray: (similarity) => similarity >= zone.from && similarity < to,
  };
}
