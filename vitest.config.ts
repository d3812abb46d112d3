import { defineConfig, type ViteUserConfig } from "vitest/config";

// The condition "semantic-cache-source" makes the package's own subpaths (exports and #imports) resolve to src/, so tests run unbuilt.
const source = "semantic-cache-source";
// Node gets them for `require` as well, so "import" must not be among them: pg requires parts that have both forms.
const nodeConditions = ["node", source];
const edgeConditions = ["edge-light", source, "import", "default"];

/** What runs against real engines, which the run starts and stops itself. */
const stores = "test/{stores,store-kit}/**";
const startEngines = "test/support/engines/start-engines.ts";

/** Projects of their own, with a report of their own. */
const apart = ["test/faults/**", "test/security/**"];

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: nodeConditions },
        ssr: { resolve: { conditions: nodeConditions } },
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.edge.test.ts", `${stores}/*.test.ts`, ...apart],
          typecheck: {
            enabled: true,
            include: ["test/**/*.test-d.ts"],
            exclude: [`${stores}/*.test-d.ts`],
          },
          setupFiles: ["test/support/setup.ts"],
          testTimeout: 20_000,
        },
      },
      {
        resolve: { conditions: nodeConditions },
        ssr: { resolve: { conditions: nodeConditions } },
        test: {
          name: "stores",
          include: [`${stores}/*.test.ts`],
          exclude: ["test/**/*.edge.test.ts"],
          typecheck: { enabled: true, include: [`${stores}/*.test-d.ts`] },
          globalSetup: [startEngines],
          setupFiles: ["test/support/setup.ts"],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      ...["faults", "security"].map((name) => ({
        resolve: { conditions: nodeConditions },
        ssr: { resolve: { conditions: nodeConditions } },
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          globalSetup: [startEngines],
          setupFiles: ["test/support/setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxConcurrency: 20,
          // Faults are a matter of deadlines: on a busy machine one may pass that nothing of ours has missed.
          retry: name === "faults" ? 2 : 0,
        },
      })),
      {
        resolve: { conditions: edgeConditions },
        ssr: { resolve: { conditions: edgeConditions } },
        test: {
          name: "edge",
          environment: "edge-runtime",
          // What needs no file, no process and no built-in weights must hold on the edge as well.
          include: [
            "test/**/*.edge.test.ts",
            "test/{semantic-cache,conversation,failures,per-call,options}.test.ts",
            "test/{learning,lookup,request,response}/**/*.test.ts",
            "test/stores/memory.test.ts",
          ],
          exclude: ["test/learning/every-major.test.ts"],
          setupFiles: ["test/support/setup.ts"],
        },
      },
    ],
  },
});

export default config;
