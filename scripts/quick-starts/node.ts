import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PASSWORD } from "../../test-edge/support/questions.ts";
import { firstBlock, guidePackages } from "./guide-files.ts";
import { installPackages, testedPackages } from "./install-packages.ts";
import { type QuickStart, writeFiles } from "./quick-start.ts";

/** The same question in other words, below what the README shows. */
const PROBE = `
import { semanticCacheMetadata } from "ai-sdk-semantic-cache";

await result.text;
await cache.flush();
const again = streamText({ model, prompt: ${JSON.stringify(PASSWORD.paraphrase)} });
await again.text;

const told = [await result.providerMetadata, await again.providerMetadata];
console.log(JSON.stringify(told.map(semanticCacheMetadata)));
`;

/** The first block of the README, in Node. */
export const nodeQuickStart: QuickStart = async ({ folder, tarball, services }) => {
  const names = [...guidePackages("README.md"), "ai", "@ai-sdk/openai"]; // these are there already
  installPackages(folder, testedPackages(names, tarball));
  writeFiles(folder, new Map([["quick-start.ts", firstBlock("README.md") + PROBE]]));
  const { stdout } = await promisify(execFile)(process.execPath, ["quick-start.ts"], {
    cwd: folder,
    env: { ...process.env, ...services.environment },
    timeout: 60_000,
  });
  const [first, again] = JSON.parse(stdout);
  return { first, again, on: `node ${process.versions.node}` };
};
