import { SemanticCacheError } from "../errors.ts";
import type { CacheSelection } from "../handle.ts";
import type { Runtime } from "../runtime.ts";
import type { EntryFilter, StoreSize } from "../store.ts";
import { groundFlights } from "./ground-flights.ts";

/** How much the store holds, or how much of it is one namespace's. */
export async function sizeOf(runtime: Runtime, selection: CacheSelection = {}): Promise<StoreSize> {
  return runtime.config.store.size(await toFilter(runtime, selection));
}

/**
 * Removes all the store holds, or one namespace, and keeps what is being made from being stored.
 *
 * @throws SemanticCacheError `invalid-options` for a namespace that is no text: it may have got lost.
 */
export async function clear(runtime: Runtime, selection: CacheSelection = {}): Promise<number> {
  checkSelection("clear", selection);
  const { namespace } = selection;
  const end = runtime.removals.begin();
  try {
    groundFlights(
      runtime,
      ({ request }) => namespace === undefined || request.plan.namespace === namespace,
    );
    return await runtime.config.store.delete(await toFilter(runtime, selection));
  } finally {
    end();
  }
}

/** A namespace that got lost on the way must not stand for all of them. */
export function checkSelection(method: "clear" | "export", selection: CacheSelection): void {
  for (const [name, value] of Object.entries(selection)) {
    if (name === "namespace" && typeof value === "string") continue;
    const got = name === "namespace" ? typeof value : JSON.stringify(name);
    const message = `${method} knows namespace, a text; got ${got}. ${method}() is about everything.`;
    throw new SemanticCacheError("invalid-options", message);
  }
}

/** What a store understands of a selection. */
export async function toFilter(
  { config: { hasher } }: Runtime,
  { namespace }: CacheSelection,
): Promise<Pick<EntryFilter, "namespace">> {
  if (namespace === undefined) return {};
  return { namespace: await hasher.repeatedText(`namespace:${namespace}`) };
}
