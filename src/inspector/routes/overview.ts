import type { Overview } from "../contract.ts";
import { json } from "../http/answers.ts";
import type { Inspection, Route } from "../inspection.ts";
import { loadInspectorPage } from "../inspector-page.ts";
import { recently } from "../recently.ts";
import { namespacesByUse, readStoreFacts, type StoreFacts } from "../store-facts.ts";

const FRESH_MS = 2_000;

/** `GET api/overview`. The store is asked every two seconds at most, the rest is known. */
export function createOverviewRoute(inspection: Inspection): Route {
  const facts = recently(FRESH_MS, () => readStoreFacts(inspection));
  return async () => {
    const [{ version }, known] = await Promise.all([loadInspectorPage(), facts()]);
    return json({ version, ...overview(inspection, known) } satisfies Overview);
  };
}

function overview(
  { cache, settings, watch, showsTexts }: Inspection,
  { size, entries, nearMisses, threshold }: StoreFacts,
): Omit<Overview, "version"> {
  const { name, capabilities } = cache.store;
  const stats = cache.stats();
  return {
    readOnly: settings.readOnly,
    texts: showsTexts(),
    store: { name, capabilities },
    size,
    namespaces: namespacesByUse(stats.byNamespace).map((namespace) => ({
      name: namespace,
      entries: entries.get(namespace),
      requests: stats.byNamespace[namespace]?.requests ?? 0,
      hitRate: stats.byNamespace[namespace]?.hitRate ?? 0,
    })),
    stats,
    audit: cache.audit(),
    timeline: watch.traffic.points(),
    latency: watch.latency.buckets(),
    guards: watch.guards(),
    nearMisses,
    similarities: watch.similarities.points(),
    threshold,
  };
}
