import { freshnessOf } from "../freshness.ts";
import { boundsOf } from "../lookup/bounds.ts";
import { createChecks, judge } from "../lookup/checks.ts";
import type { Hit } from "../lookup/hit.ts";
import { createGuardPanel } from "../observe/explain/guard-panel.ts";
import { toNeighbour } from "../observe/explain/neighbour.ts";
import { rehearsed, withoutVerifier } from "../observe/explain/rehearsal.ts";
import { watchChecks } from "../observe/explain/watched-checks.ts";
import { decodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { Match } from "../store.ts";
import { entryView } from "./entry-view.ts";
import type { NearEntry } from "./neighbours.ts";

/** What guards and policy say of the first matches. What cannot be read or is over its time is left out. */
export async function judgeNeighbours(
  runtime: Runtime,
  query: string,
  { matches, limit }: { readonly matches: readonly Match[]; readonly limit: number },
): Promise<NearEntry[]> {
  const { config, audit } = runtime;
  const tier = await runtime.semanticTier();
  const model = (await tier.embedder())?.name ?? "";
  const policy = rehearsed(tier.policy(model, undefined));
  const bounds = boundsOf(config, policy, audit);
  const checks = createChecks({ ...withoutVerifier(runtime), policy });
  const guards = createGuardPanel(config.guards);
  const judged: NearEntry[] = [];
  for (const match of matches) {
    if (judged.length === limit) break;
    const hit = toReadable(runtime, match);
    const entry = entryView(match.entry);
    if (!hit || !entry) continue;
    const watched = watchChecks(checks);
    const candidate = { ...hit, query, abortSignal: undefined };
    const verdict = await judge(watched.checks, candidate, runtime.fail);
    const said = guards.verdicts(query, hit.payload.query);
    const findings = { guards: said, findings: await watched.findings(), bounds };
    const neighbour = toNeighbour({ hit, verdict }, { ...findings, verifier: "not" });
    judged.push({ ...neighbour, entry });
  }
  return judged;
}

function toReadable({ config }: Runtime, { entry, similarity }: Match): Hit | undefined {
  const freshness = freshnessOf(entry, config.freshness, Date.now());
  const payload = decodePayload(entry.payload);
  if (freshness === "over" || typeof payload === "string") return undefined;
  return { hit: true, kind: "semantic", similarity, address: entry, entry, payload, freshness };
}
