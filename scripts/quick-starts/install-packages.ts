import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./packed-library.ts";

/** Packages by name, with the version (or the tarball) of each. */
export type Packages = Readonly<Record<string, string>>;

/** Install scripts that may run: they fetch or check the program of this platform. */
const ALLOWED_SCRIPTS = { esbuild: true, sharp: false, workerd: true };

/** Installs packages into a folder of its own, from the local cache of npm where it has them. */
export function installPackages(folder: string, dependencies: Packages): void {
  const manifest = { private: true, type: "module", dependencies, allowScripts: ALLOWED_SCRIPTS };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
  npmInstall(folder);
}

/** `npm install` of what the folder's `package.json` says. */
export function npmInstall(folder: string): void {
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["install", ...flags], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
}

/**
 * Packages in the versions that this repository is tested with, and the library as it was packed.
 *
 * @throws Error for a package that the repository does not know.
 */
export function testedPackages(names: readonly string[], tarball: string): Packages {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const known = { ...devDependencies, "ai-sdk-semantic-cache": `file:${tarball}` };
  const unknown = names.find((name) => known[name] === undefined);
  if (unknown) throw new Error(`${unknown} is not among the devDependencies of this repository.`);
  return Object.fromEntries(names.map((name) => [name, known[name]]));
}

/** The version of an installed package. */
export function installedVersion(folder: string, name: string): string {
  return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"))
    .version;
}
