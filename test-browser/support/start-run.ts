import type { TestProject } from "vitest/node";
import example from "../../examples/nextjs-chat/package.json" with { type: "json" };
import { CHROMIUM_MISSING, findChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the browser; `undefined` where there is none. */
    chromium: string | undefined;
  }
}

/**
 * Global setup of the browser tests: finds the browser, and says what the run is on.
 *
 * @throws where there is no browser and `CI=true`.
 */
export function setup(project: TestProject): void {
  const chromium = findChromium();
  if (!chromium && process.env.CI === "true") throw new Error(CHROMIUM_MISSING);
  const line = chromium
    ? `${chromium.name}, Next.js ${example.dependencies.next}, Node ${process.versions.node}`
    : `${CHROMIUM_MISSING} The browser tests are skipped.`;
  process.stderr.write(`${line}\n`);
  project.provide("chromium", chromium?.path);
}
