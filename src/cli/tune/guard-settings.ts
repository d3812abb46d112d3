import type { TriedPair } from "../../evaluate/try-pair.ts";
import { GUARD_PRESETS } from "../../lookup/guards/presets.ts";
import { createGuardPanel } from "../../observe/explain/guard-panel.ts";
import type { SemanticCacheOptions } from "../../options.ts";

type GuardsOption = SemanticCacheOptions["guards"];

/** Guards that a threshold is looked for with. */
export interface GuardSetting {
  /** Of a preset; `none`; or `yours`, for a list or a set of the application. */
  readonly name: string;
  readonly guards: ReadonlySet<string>;
}

/** No guards, the presets, and the application's own where they are none of these. */
export function guardSettings(own: GuardsOption): GuardSetting[] {
  const named = [...GUARD_PRESETS].map((preset) => setting(preset, preset));
  const others = typeof own === "object" ? [setting("yours", own)] : [];
  return [...others, ...named, setting("none", false)];
}

/** Name of the setting that an application has. */
export function ownSetting(own: GuardsOption): string {
  if (typeof own === "object") return "yours";
  return own === false ? "none" : (own ?? "standard");
}

/** Guards that hold those of all settings: each preset is a part of `strict`. */
export function everyGuard(own: GuardsOption): GuardsOption {
  if (typeof own !== "object") return "strict";
  return isList(own) ? ["strict", ...own] : { ...own, preset: "strict", without: [] };
}

function isList(own: object): own is Extract<GuardsOption, readonly unknown[]> {
  return Array.isArray(own);
}

/** Pairs as if these guards alone had been asked. */
export function pairsWith(pairs: readonly TriedPair[], { guards }: GuardSetting): TriedPair[] {
  return pairs.map((pair) => ({
    ...pair,
    guards: pair.guards.filter(({ name }) => guards.has(name)),
  }));
}

function setting(name: string, option: GuardsOption): GuardSetting {
  return { name, guards: new Set(createGuardPanel(option).names) };
}
