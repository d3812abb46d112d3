import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where `npm run engines` puts programs. */
export const INSTALLED: string = join(import.meta.dirname, "../../../.servers");

/** The path of a program: from `npm run engines`, or else from `PATH` if `isFit` says so. */
export function findProgram(
  name: string,
  isFit: (path: string) => boolean = () => true,
): string | undefined {
  const installed = join(INSTALLED, name);
  if (isExecutable(installed)) return installed;
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => isExecutable(path) && isFit(path));
}

/** Whether `redis-server --version`, or Valkey's, names version `least` or a later one. */
export function isVersion(least: number): (path: string) => boolean {
  return (path) => Number(/v=(\d+)/.exec(outputOf(path, "--version"))?.[1]) >= least;
}

/** Whether a PostgreSQL has the extension pgvector on its disk. */
export function hasPgvector(postgres: string): boolean {
  const shared = outputOf(join(postgres, "../pg_config"), "--sharedir").trim();
  return shared !== "" && existsSync(join(shared, "extension/vector.control"));
}

function outputOf(command: string, ...args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
