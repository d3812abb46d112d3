import { defineConfig, type UserConfig } from "tsdown";

/** One file per module, readable as written; a lazily loaded validator and the command line's parser are bundled. */
const config: UserConfig = defineConfig({
  entry: [
    "src/index.ts",
    "src/built-in/index.ts",
    "src/built-in/default.ts",
    "src/built-in/unavailable.ts",
    "src/transformers.ts",
    "src/cached-embeddings.ts",
    "src/observe/library-prices.ts",
    "src/lookup/guards/public.ts",
    "src/lookup/{policies,verify}/index.ts",
    "src/evaluate/index.ts",
    "src/inspector/index.ts",
    "src/observe/{opentelemetry,prometheus}/index.ts",
    "src/cli/index.ts",
    "src/testing/index.ts",
    "src/stores/*/index.ts",
  ],
  unbundle: true,
  platform: "neutral",
  target: "es2023",
  dts: { oxc: true },
  deps: { neverBundle: [/^#/, /^node:/], onlyBundle: ["@cfworker/json-schema", "commander"] },
  clean: true,
  outputOptions: {
    // npm leaves every folder called node_modules out of a package, also one inside dist.
    entryFileNames: ({ name }) => `${name.replace(/^node_modules\//, "vendor/")}.js`,
  },
});

export default config;
