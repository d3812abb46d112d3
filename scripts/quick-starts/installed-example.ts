import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { npmInstall } from "./install-packages.ts";
import { ROOT } from "./packed-library.ts";

const NOT_COPIED = new Set(["node_modules", ".next", ".wrangler", "package-lock.json"]);

/** Copies an example into a folder and installs it there, with the packed library in place of `file:../..`. */
export function installExample(name: string, tarball: string, folder: string): void {
  const filter = (path: string): boolean => !NOT_COPIED.has(basename(path));
  cpSync(join(ROOT, "examples", name), folder, { recursive: true, filter });
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.dependencies["ai-sdk-semantic-cache"] = `file:${tarball}`;
  writeFileSync(file, JSON.stringify(manifest, undefined, 2));
  npmInstall(folder);
}
