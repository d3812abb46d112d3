import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SemanticCacheError } from "../../errors.ts";

/**
 * The first of some packages that is installed: in the project the command runs in, else beside this one.
 *
 * @throws SemanticCacheError `invalid-options` saying what to install.
 */
export async function importClient<Module extends object>(
  ...names: readonly string[]
): Promise<{ readonly name: string; readonly module: Module }> {
  for (const from of [fromProject, fromHere]) {
    for (const name of names) {
      const found = await from(name);
      if (found) return { name, module: withNames<Module>(found) };
    }
  }
  const [first, ...others] = names;
  const or = others.map((name) => `, or npm install ${name}`).join("");
  throw new SemanticCacheError(
    "invalid-options",
    `This store needs the package ${names.join(" or ")}, which is not installed here: npm install ${first}${or}.`,
  );
}

async function fromProject(name: string): Promise<object | undefined> {
  try {
    const path = createRequire(join(process.cwd(), "package.json")).resolve(name);
    return await import(pathToFileURL(path).href);
  } catch (error) {
    return missing(error);
  }
}

async function fromHere(name: string): Promise<object | undefined> {
  try {
    return await import(name);
  } catch (error) {
    return missing(error);
  }
}

/** A package that is there and broken says so itself. */
function missing(error: unknown): undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  if (code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND") return undefined;
  throw error;
}

/** Not all names of a CommonJS module are seen by Node: the rest is in its default. */
function withNames<Module extends object>(module: object): Module {
  const whole: unknown = Reflect.get(module, "default");
  return { ...(typeof whole === "object" ? whole : {}), ...module } as Module;
}
