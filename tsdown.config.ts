import { defineConfig, type UserConfig } from "tsdown";

/** One file per module, readable as written; a lazily loaded validator is the only thing bundled. */
const config: UserConfig = defineConfig({
  entry: [
    "src/index.ts",
    "src/built-in/index.ts",
    "src/built-in/default.ts",
    "src/built-in/unavailable.ts",
    "src/transformers.ts",
    "src/cached-embeddings.ts",
    "src/observe/library-prices.ts",
    "src/testing/index.ts",
    "src/stores/*/index.ts",
  ],
  unbundle: true,
  platform: "neutral",
  target: "es2023",
  dts: { oxc: true },
  deps: { neverBundle: [/^#/], onlyBundle: ["@cfworker/json-schema"] },
  clean: true,
  outputOptions: {
    // npm leaves every folder called node_modules out of a package, also one inside dist.
    entryFileNames: ({ name }) => `${name.replace(/^node_modules\//, "vendor/")}.js`,
  },
});

export default config;
