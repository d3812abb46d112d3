import { resolveGuards } from "../lookup/guards/index.ts";
import type { SemanticCacheOptions } from "../options.ts";
import type { GuardVeto } from "./lookup.ts";

/** All guards of a cache that speak against a pair, where a lookup stops at the first. */
export interface GuardPanel {
  readonly names: readonly string[];
  vetoes(asked: string, stored: string): readonly GuardVeto[];
}

/** The {@link GuardPanel} of a cache's `guards` option. */
export function createGuardPanel(option: SemanticCacheOptions["guards"] = "standard"): GuardPanel {
  const { guards, read } = resolveGuards(option);
  return {
    names: guards.map(({ name }) => name),
    vetoes(asked, stored) {
      const [query, candidate] = [read(asked), read(stored)];
      return guards.flatMap((guard) => {
        const { name } = guard;
        try {
          const said = guard.veto(query, candidate);
          return said === undefined ? [] : [{ name, reason: said.reason }];
        } catch (error) {
          return [{ name, reason: `it failed: ${String(error)}` }]; // a broken guard refuses, as in a cache
        }
      });
    },
  };
}
