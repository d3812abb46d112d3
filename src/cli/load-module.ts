import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { SemanticCacheError } from "../errors.ts";

type Exports = Readonly<Record<string, unknown>>;

/**
 * A module of the application, as Node reads it: TypeScript by leaving types out. What Node cannot read
 * (enums, imports without ending) is read with `jiti` where the application has it.
 *
 * @throws SemanticCacheError `invalid-options` saying what to change.
 */
export async function loadModule(path: string): Promise<Exports> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (cause) {
    const read = (await loadWithJiti(path, cause)) ?? unreadable(path, cause);
    if (read instanceof Error) throw read;
    return read;
  }
}

/** What only a compiler or a bundler can read. */
const NEEDS_MORE = new Set([
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
  "ERR_INVALID_TYPESCRIPT_SYNTAX",
  "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING",
  "ERR_UNSUPPORTED_DIR_IMPORT",
  "ERR_MODULE_NOT_FOUND",
]);

async function loadWithJiti(path: string, cause: unknown): Promise<Exports | undefined> {
  if (!NEEDS_MORE.has(codeOf(cause)) || !/\.[cm]?[jt]s$/.test(path)) return undefined;
  let jiti: { createJiti(id: string): { import(path: string): Promise<Exports> } };
  try {
    jiti = createRequire(path)("jiti");
  } catch {
    return undefined; // not there: the first error is the one to tell
  }
  try {
    return await jiti.createJiti(path).import(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): SemanticCacheError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const advice = isOfCommonJs(cause) ? esModule(path) : adviceOn(codeOf(cause), message);
  return new SemanticCacheError(
    "invalid-options",
    `${path}: the module cannot be loaded: ${message.split("\n")[0]}${advice && ` ${advice}`}`,
    { cause },
  );
}

/** `import` and `export` in a file that its package.json declares to be CommonJS, as `npm init` does. */
function isOfCommonJs(cause: unknown): boolean {
  return (
    cause instanceof SyntaxError &&
    /^(Unexpected token 'export'|Cannot use import statement outside a module)/.test(cause.message)
  );
}

function esModule(path: string): string {
  const name = basename(path).replace(/\.([jt])s$/, ".m$1s");
  return `(Its package.json makes it CommonJS: call it ${name}, or set "type": "module" there.)`;
}

const WITH_JITI = "or npm install --save-dev jiti, which reads it as it is.";

function adviceOn(code: string, message: string): string {
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") {
    return `(This Node, ${process.version}, reads no TypeScript: take 22.18 or later, write .mjs, ${WITH_JITI})`;
  }
  if (code.endsWith("_TYPESCRIPT_SYNTAX")) {
    return `(Node leaves types out and translates nothing: write it without enum, namespace and parameter properties, ${WITH_JITI})`;
  }
  if (code === "ERR_MODULE_NOT_FOUND" || code === "ERR_UNSUPPORTED_DIR_IMPORT") {
    const missing = /Cannot find package '([^']+)'/.exec(message)?.[1];
    return missing
      ? `(npm install ${missing})`
      : `(Node wants the ending of a file in its imports, as in "./cache.ts", ${WITH_JITI})`;
  }
  return "";
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : "";
}
