import { defineConfig, type ViteUserConfig } from "vitest/config";

// The condition "semantic-cache-source" makes the package's own subpaths (exports and #imports) resolve to src/, so tests run unbuilt.
const conditions = ["semantic-cache-source", "import", "default"];

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: ["node", ...conditions] },
        ssr: { resolve: { conditions: ["node", ...conditions] } },
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.edge.test.ts"],
          typecheck: { enabled: true, include: ["test/**/*.test-d.ts"] },
          setupFiles: ["test/support/setup.ts"],
          testTimeout: 20_000,
        },
      },
      {
        resolve: { conditions: ["edge-light", ...conditions] },
        ssr: { resolve: { conditions: ["edge-light", ...conditions] } },
        test: {
          name: "edge",
          environment: "edge-runtime",
          include: ["test/**/*.edge.test.ts"],
          setupFiles: ["test/support/setup.ts"],
        },
      },
    ],
  },
});

export default config;
