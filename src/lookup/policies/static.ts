import type { Policy } from "./policy.ts";

/** Serves what is at least as similar as `threshold`, a raw cosine. */
export function staticPolicy(threshold: number): Policy {
  return {
    name: "static",
    floor: threshold,
    decide: ({ similarity }) => similarity >= threshold,
  };
}
