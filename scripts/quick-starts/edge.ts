import { join } from "node:path";
import { startProgram } from "../../test-edge/support/web-program.ts";
import { askTwice } from "./ask-twice.ts";
import { guideFiles, guidePackages } from "./guide-files.ts";
import { installedVersion, installPackages, testedPackages } from "./install-packages.ts";
import { type QuickStart, writeFiles } from "./quick-start.ts";

const GUIDE = "docs/guides/edge.md";
const FILES = ["chat.ts", "worker.ts", "wrangler.jsonc"];
const WRANGLER = "4.153.0";

/** The worker of the edge guide, in workerd, started by `wrangler dev`. */
export const edgeQuickStart: QuickStart = async ({ folder, tarball, services }) => {
  const packages = testedPackages(guidePackages(GUIDE), tarball);
  installPackages(folder, { ...packages, wrangler: WRANGLER });
  const bindings = Object.entries(services.environment).map(([name, value]) => `${name}=${value}`);
  const files = guideFiles(GUIDE, FILES);
  writeFiles(folder, new Map([...files, [".dev.vars", bindings.join("\n")]]));

  const wrangler = join(folder, "node_modules/wrangler/bin/wrangler.js");
  const dev = [process.execPath, wrangler, "dev", "--ip", "127.0.0.1", "--port", "0"] as const;
  const worker = await startProgram(dev, { folder, environment: {} });
  try {
    const on = `workerd ${installedVersion(folder, "workerd")}, wrangler ${WRANGLER}`;
    return { ...(await askTwice(worker.url)), on };
  } finally {
    await worker.stop();
  }
};
