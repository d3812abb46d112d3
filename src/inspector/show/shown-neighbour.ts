import type { Verdict } from "../../lookup/checks.ts";
import type { NearEntry } from "../../manage/neighbours.ts";
import type { GuardVerdict, PolicyVerdict } from "../../observe/explain/explanation.ts";
import type { ShownNeighbour } from "../contract.ts";
import { shownEntry } from "./shown-entry.ts";

/** A neighbour as it is sent. Guards quote both questions: without texts only their names are left. */
export function shownNeighbour(near: NearEntry, texts: boolean): ShownNeighbour {
  const entry = shownEntry(near.entry, texts ? "beginning" : "none");
  if (texts) return { ...near, entry };
  const { entryId, similarity, ageMs, freshness, learned, guards, policy, verifier } = near;
  return {
    entryId,
    similarity,
    query: undefined,
    ageMs,
    freshness,
    learned,
    guards: guards.map(withoutWords),
    policy: policyWithoutWords(policy),
    verifier,
    verdict: verdictWithoutWords(near.verdict),
    entry,
  };
}

function withoutWords({ name, verdict }: GuardVerdict): GuardVerdict {
  return { name, verdict };
}

/** A policy is anybody's code: what it calls a number may be something else. */
function policyWithoutWords({ asked, serves, explores }: PolicyVerdict): PolicyVerdict {
  return { asked, serves, explores };
}

function verdictWithoutWords({ accepted, reason, guard, comparison }: Verdict): Verdict {
  return { accepted, reason, comparison, guard: guard && { name: guard.name, reason: "" } };
}
