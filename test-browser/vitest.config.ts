import { defineConfig, type ViteUserConfig } from "vitest/config";

// As in the root's vitest.config.ts: the package's own subpaths resolve to src/.
const conditions = ["node", "semantic-cache-source"];

/** Tests in a real browser: `npm run test:browser`. One file after the other, as they share two cores. */
const config: ViteUserConfig = defineConfig({
  cacheDir: "../node_modules/.vite",
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: ["support/start-run.ts"],
    fileParallelism: false,
    retry: 2, // a browser beside a server on two cores may be late
    testTimeout: 60_000,
    hookTimeout: 600_000,
  },
});

export default config;
