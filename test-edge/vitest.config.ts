import { defineConfig, type ViteUserConfig } from "vitest/config";

// As in the root's vitest.config.ts: the package's own subpaths resolve to src/.
const conditions = ["node", "semantic-cache-source"];

/** Examples on real edge runtimes and servers: `npm run test:edge`. One file after the other, as they share two cores. */
const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: ["support/start-run.ts"],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 300_000,
  },
});

export default config;
