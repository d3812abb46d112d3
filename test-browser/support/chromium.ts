import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A Chromium on this machine. */
export interface Chromium {
  readonly path: string;
  /** As it says itself: `Chromium 156.0.8078.79`. */
  readonly name: string;
}

/** What to say where none is found. */
export const CHROMIUM_MISSING =
  "Chromium: not found. Get it: bash scripts/browser/install.sh, or name one in CHROME_PATH.";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The Chromium of `CHROME_PATH`, else the first one of `PATH`; `undefined` where there is none.
 *
 * @throws Error when `CHROME_PATH` names something that does not start.
 */
export function findChromium(): Chromium | undefined {
  const chosen = process.env.CHROME_PATH;
  const path = chosen || NAMES.flatMap(placesOf).find(isExecutable);
  if (path === undefined) return undefined;
  try {
    const said = execFileSync(path, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return { path, name: /^\S+(?: \S+)*? [\d.]+/.exec(said)?.[0] ?? said.trim() };
  } catch (cause) {
    throw new Error(`${chosen ? "CHROME_PATH names" : "Found"} ${path}, which does not start.`, {
      cause,
    });
  }
}

function placesOf(name: string): string[] {
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter)];
  return folders.map((folder) => join(folder, name));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
