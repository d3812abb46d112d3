import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SemanticCacheMetadata } from "../../src/index.ts";
import type { Services } from "../../test-edge/support/services.ts";

/** What a quick start has: an empty folder, the packed library, and services on this machine. */
export interface Setting {
  readonly folder: string;
  readonly tarball: string;
  readonly services: Services;
}

/** What the cache said of a question, and of one that means the same. */
export interface Outcome {
  readonly first: SemanticCacheMetadata | undefined;
  readonly again: SemanticCacheMetadata | undefined;
  /** What it ran on. */
  readonly on: string;
}

/** A page of documentation, copied by hand and run. */
export type QuickStart = (setting: Setting) => Promise<Outcome>;

/** Writes files into a folder, with the folders they lie in. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
