import type { Policy } from "../../lookup/policies/policy.ts";
import type { Runtime } from "../../runtime.ts";

/** A policy that is asked what it would do, and does not learn from that. */
export function rehearsed(policy: Policy): Policy {
  return {
    ...policy,
    decide: (candidate) => policy.decide({ ...candidate, isRehearsal: true }),
  };
}

/** What is not asked has not agreed. */
export function withoutVerifier(runtime: Runtime): Runtime {
  const { config } = runtime;
  const verify = config.verify && { ...config.verify, verifier: () => false };
  return { ...runtime, config: { ...config, verify } };
}
