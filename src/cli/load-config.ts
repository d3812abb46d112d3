import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { SemanticCacheOptions } from "../options.ts";

/** What a module may call the options it exports. */
const NAMES = ["default", "options", "cacheOptions"];

/**
 * The cache options a module exports, as `default`, `options` or `cacheOptions`; or a function that makes
 * them. TypeScript is read as Node reads it.
 *
 * @throws SemanticCacheError `invalid-options` when the module cannot be loaded, or exports none.
 */
export async function loadConfig(path: string): Promise<SemanticCacheOptions> {
  const module = await load(path);
  const name = NAMES.find((each) => each in module);
  const exported = name === undefined ? undefined : module[name];
  const options: unknown = typeof exported === "function" ? await exported() : exported;
  if (isRecord(options)) return options;
  throw new SemanticCacheError(
    "invalid-options",
    `--config ${path}: the module must export the options of semanticCache, as default, options or cacheOptions; it exports ${Object.keys(module).join(", ") || "nothing"}.`,
  );
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(resolve(path)).href);
  } catch (cause) {
    const message = `--config ${path}: the module cannot be loaded: ${(cause as Error).message}`;
    throw new SemanticCacheError("invalid-options", message, { cause });
  }
}
