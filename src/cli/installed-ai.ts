import { createRequire } from "node:module";

/** The model specification that each major version of `ai` speaks. */
const SPECIFICATIONS: Readonly<Record<number, string>> = { 4: "V1", 5: "V2", 6: "V3", 7: "V4" };

/** The `ai` that this package uses. */
export interface InstalledAi {
  readonly version: string;
  readonly major: number;
  /** `V1` to `V4`; absent for a major this package does not know. */
  readonly specification?: string | undefined;
}

/** The `ai` beside this package; `undefined` where there is none. */
export function installedAi(): InstalledAi | undefined {
  try {
    const { version } = createRequire(import.meta.url)("ai/package.json") as { version: string };
    const major = Number.parseInt(version, 10);
    return { version, major, specification: SPECIFICATIONS[major] };
  } catch {
    return undefined;
  }
}

/** Instructions by the name that the installed `ai` has for them. */
export function instructions(text: string): { instructions: string } | { system: string } {
  return (installedAi()?.major ?? 7) >= 7 ? { instructions: text } : { system: text };
}
