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
          // What needs no file, no process and no built-in weights must hold on the edge as well.
          include: [
            "test/**/*.edge.test.ts",
            "test/{semantic-cache,conversation,failures,per-call,options}.test.ts",
            "test/{lookup,request,response,stores}/**/*.test.ts",
          ],
          setupFiles: ["test/support/setup.ts"],
        },
      },
    ],
  },
});

export default config;
