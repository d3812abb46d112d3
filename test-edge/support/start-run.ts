import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { installedVersion } from "../../scripts/quick-starts/install-packages.ts";
import { installExample } from "../../scripts/quick-starts/installed-example.ts";
import { packLibrary } from "../../scripts/quick-starts/packed-library.ts";
import type { Engine } from "../../test/support/engines/engine.ts";
import { startPostgres } from "../../test/support/engines/postgres-engine.ts";
import type { RunningEngine } from "../../test/support/engines/redis-engine.ts";
import { bundleCache, bundleWorker, type WorkerBundle } from "./worker-bundle.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Folders of the examples, installed with the packed library. */
    installed: { readonly edge: string; readonly honoNode: string };
    /** `undefined` where there is none. */
    postgres: Engine | undefined;
  }
}

/**
 * Installs the examples as somebody has them who copied their folders, and says what the run is on.
 *
 * @throws with `CI=true` where PostgreSQL is missing.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "semantic-cache-edge-"));
  let postgres: RunningEngine | undefined;
  const clear = async (): Promise<void> => {
    await postgres?.server?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const tarball = packLibrary(folder);
    const installed = { edge: join(folder, "edge"), honoNode: join(folder, "hono-node") };
    installExample("edge", tarball, installed.edge);
    installExample("hono-node", tarball, installed.honoNode);
    postgres = await startPostgres(process.env.POSTGRES_URL);
    if (!postgres && process.env.CI === "true") throw new Error(POSTGRES_MISSING);
    project.provide("installed", installed);
    project.provide("postgres", postgres && { name: postgres.name, url: postgres.url });
    process.stdout.write(await describeRun(installed.edge, postgres));
  } catch (error) {
    await clear();
    throw error;
  }
  return clear;
}

const POSTGRES_MISSING = "PostgreSQL: not found, its example is skipped. Get it: npm run engines";

async function describeRun(edge: string, postgres: RunningEngine | undefined): Promise<string> {
  const own = join(import.meta.dirname, "..");
  const [worker, cache] = [await bundleWorker(edge), await bundleCache(edge)];
  return [
    `workerd ${installedVersion(own, "workerd")}, Next.js ${installedVersion(edge, "next")}, Node ${process.versions.node}`,
    postgres?.name ?? POSTGRES_MISSING,
    `the worker: ${sizeOf(worker)}`,
    `of it the cache with its store: ${sizeOf(cache)}`,
    "",
  ].join("\n");
}

function sizeOf({ minified, gzip, brotli }: WorkerBundle): string {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
  return `${kilobytes(minified)} minified, ${kilobytes(gzip)} gzip, ${kilobytes(brotli)} brotli`;
}
