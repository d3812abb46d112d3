import type { Alias, CacheStore, EntryFilter } from "../../store.ts";
import { isLive } from "../../store-kit/checked-entry.ts";
import { aliasesOf } from "../../store-kit/entry-filter.ts";
import { recentItems } from "./recent-items.ts";
import { ALIASES, aliasId, aliasItem, aliasOf } from "./record-items.ts";
import type { FoundItem, VectorService } from "./vector-service.ts";
import { GRACE_MS, SETTLING_MS } from "./vector-spaces.ts";

/** Aliases as records of an index. */
export interface IndexAliases extends Pick<CacheStore, "getAlias" | "setAlias"> {
  /** Removes the aliases that go with a filter, and those that have ended. */
  clear(filter: EntryFilter): Promise<void>;
}

/** Keeps aliases in a namespace; those written and removed a moment ago are known by heart. */
export function indexAliases(service: VectorService, namespace: string): IndexAliases {
  const written = recentItems<Alias>({
    milliseconds: SETTLING_MS,
    bytes: 1_000_000,
    bytesOf: () => 500,
  });
  const removals = recentItems<EntryFilter>({
    milliseconds: SETTLING_MS,
    bytes: 100,
    bytesOf: () => 1,
  });
  let counter = 0;

  return {
    async getAlias(name) {
      const id = aliasId(name);
      const own = written.get(id);
      const item = own ? undefined : (await service.fetch(namespace, [id], false)).get(id);
      const found = own ?? (item && aliasOf(item));
      if (!found || !isLive(found)) return undefined;
      const isRemoved = !own && removals.values().some((filter) => goesWith(found, filter));
      return isRemoved ? undefined : found.target;
    },
    async setAlias(alias) {
      await service.upsert(namespace, [aliasItem(alias, await service.dimension())]);
      written.set(aliasId(alias.alias), alias);
    },
    async clear(filter) {
      if (aliasesOf(filter) === "none") return;
      for (const alias of written.values()) {
        if (goesWith(alias, filter)) written.delete(aliasId(alias.alias));
      }
      removals.set(String(counter++), filter);
      const gone: string[] = [];
      for await (const page of service.range(namespace, ALIASES)) {
        const over = page.filter((item) => isOver(item, filter)).map(({ id }) => id);
        gone.push(...over.filter((id) => !written.get(id)));
      }
      await service.remove(namespace, gone);
    },
  };
}

/** Whether an alias goes with a filter, has ended, or is none. */
function isOver(item: FoundItem, filter: EntryFilter): boolean {
  const alias = aliasOf(item);
  return !alias || goesWith(alias, filter) || alias.expiresAt < Date.now() - GRACE_MS;
}

function goesWith(alias: Alias, filter: EntryFilter): boolean {
  const gone = aliasesOf(filter);
  if (gone === "none") return false;
  return gone === "all" || gone.namespace === alias.namespace;
}
