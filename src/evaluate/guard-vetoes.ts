import type { GuardPanel } from "../observe/explain/guard-panel.ts";
import type { GuardVeto } from "./lookup.ts";

/** The guards that speak against a pair. One that fails refuses it, as in a cache. */
export function guardVetoes(panel: GuardPanel, asked: string, stored: string): GuardVeto[] {
  return panel
    .verdicts(asked, stored)
    .filter(({ verdict }) => verdict !== "passes")
    .map(({ name, verdict, reason }) => ({
      name,
      reason: verdict === "failed" ? `it failed: ${reason}` : reason,
    }));
}
