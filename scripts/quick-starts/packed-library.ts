import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Packs the library as it would be published, which builds it, and says where the tarball is.
 * `SEMANTIC_CACHE_TARBALL` names one that is there already.
 */
export function packLibrary(folder: string): string {
  const { SEMANTIC_CACHE_TARBALL } = process.env;
  if (SEMANTIC_CACHE_TARBALL) return resolve(SEMANTIC_CACHE_TARBALL);
  mkdirSync(folder, { recursive: true });
  const args = ["pack", "--silent", "--pack-destination", folder];
  const printed = execFileSync("npm", args, { cwd: ROOT, encoding: "utf8" });
  return join(folder, printed.trim().split("\n").at(-1) ?? "");
}
