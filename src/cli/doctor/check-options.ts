import type { SemanticCacheOptions } from "../../options.ts";
import type { LoadedConfig } from "../load-config.ts";
import { type Finding, findings } from "./finding.ts";

/** Where the options are from, and what of them is worth a word. */
export function checkOptions(
  config: LoadedConfig | undefined,
  options: SemanticCacheOptions,
): Finding[] {
  return [source(config), ...privacy(options), ...mode(options)];
}

function source(config: LoadedConfig | undefined): Finding {
  const { ok, skipped } = findings("config");
  if (!config) {
    return skipped(
      "There is no semantic-cache.config.ts here or above: defaults are checked.",
      "Write one that exports the options of your application: doctor then checks those.",
    );
  }
  const set = Object.keys(config.options);
  return ok(`${config.path}: valid; sets ${set.join(", ") || "nothing"}`);
}

/** Without a secret, who reads the store can try out short prompts against their hashes. */
function privacy({ secret, namespace }: SemanticCacheOptions): Finding[] {
  const { ok, warning } = findings("partitions");
  if (secret !== undefined && !namespace) {
    return [
      warning(
        "A secret is set and no namespace: everyone who sends the same instructions shares answers.",
        "Where answers are personal, set namespace, or scope for each call.",
      ),
    ];
  }
  if (!namespace) return [];
  const kind = typeof namespace === "function" ? "a namespace for each request" : "one namespace";
  return [ok(`${kind}, hashes ${secret === undefined ? "without" : "with"} a secret`)];
}

function mode({ mode: set = "on" }: SemanticCacheOptions): Finding[] {
  if (set === "on") return [];
  const { ok, warning } = findings("mode");
  if (set === "shadow")
    return [ok("shadow: everything is looked up and stored, nothing is served")];
  const meaning = set === "off" ? "every call goes past the cache" : "nothing is written";
  return [warning(`${set}: ${meaning}`, 'Set mode: "on" when that is not what you want.')];
}
