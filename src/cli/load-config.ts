import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SemanticCacheError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { CacheModelInfo } from "../middleware.ts";
import type { SemanticCacheOptions } from "../options.ts";
import { loadModule } from "./load-module.ts";
import { messageOf } from "./text/message-of.ts";

/** What a configuration says. */
export interface LoadedConfig {
  /** The file it is in. */
  readonly path: string;
  readonly options: SemanticCacheOptions;
  /** The language model the application asks: an AI SDK model, or the id of one. */
  readonly model?: CacheModelInfo | string | undefined;
}

/** What a module may call the options it exports. */
const NAMES = ["default", "options", "cacheOptions"];
const ENDINGS = ["ts", "mts", "js", "mjs", "cts", "cjs"];

/** The nearest `semantic-cache.config.ts` (or .mts, .js, .mjs, .cts, .cjs) in a folder or above it. */
export function findConfig(folder: string = process.cwd()): string | undefined {
  const found = ENDINGS.map((ending) => join(folder, `semantic-cache.config.${ending}`)).find(
    existsSync,
  );
  if (found) return found;
  const parent = dirname(folder);
  return parent === folder ? undefined : findConfig(parent);
}

/**
 * The cache options a module exports, as `default`, `options` or `cacheOptions`, or a function that makes
 * them; and the `model` it exports, if any.
 *
 * @throws SemanticCacheError `invalid-options` when the module cannot be loaded, or exports none.
 */
export async function readConfig(path: string): Promise<LoadedConfig> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there) throw invalid(`${path}: there is no such file.`);
  if (there.isDirectory()) throw invalid(`${path}: that is a folder. Name the file in it.`);
  const module = await loadModule(resolve(path));
  const name = NAMES.find((each) => each in module);
  const exported = name === undefined ? undefined : module[name];
  const options = isFunction(exported) ? await called(path, exported) : await exported;
  if (isRecord(options)) return { path, options, model: modelOf(path, module.model) };
  throw invalid(
    `${path}: the module must export the options of semanticCache, as default, options or cacheOptions; it exports ${Object.keys(module).join(", ") || "nothing"}.`,
  );
}

/** The cache options alone. @throws as {@link readConfig}. */
export async function loadConfig(path: string): Promise<SemanticCacheOptions> {
  return (await readConfig(path)).options;
}

function isFunction(value: unknown): value is () => unknown {
  return typeof value === "function";
}

/** What the application's function throws is the application's: named with the file it is in. */
async function called(path: string, makeOptions: () => unknown): Promise<unknown> {
  try {
    return await makeOptions();
  } catch (cause) {
    throw invalid(`${path}: the exported function failed: ${messageOf(cause)}`, cause);
  }
}

function modelOf(path: string, model: unknown): LoadedConfig["model"] {
  if (model === undefined || typeof model === "string") return model;
  if (isRecord(model) && typeof model.modelId === "string") return model as never; // its calls decide
  throw invalid(
    `${path}: model must be a language model of the AI SDK, or the id of one; got ${typeof model}.`,
  );
}

function invalid(message: string, cause?: unknown): SemanticCacheError {
  return new SemanticCacheError("invalid-options", message, { cause });
}
