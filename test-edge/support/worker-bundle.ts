import { brotliCompressSync, gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";

/** A worker in one file. */
export interface WorkerBundle {
  readonly code: string;
  /** Its size in bytes. Cloudflare's limits are about gzip. */
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Bundles the worker of an installed example. */
export function bundleWorker(folder: string): Promise<WorkerBundle> {
  return bundle({ absWorkingDir: folder, entryPoints: ["worker.ts"] });
}

/** Bundles another worker in the same folder: one that a test has written. */
export function bundleText(folder: string, contents: string): Promise<WorkerBundle> {
  return bundle({ stdin: { contents, resolveDir: folder, loader: "ts" } });
}

/** The cache with its store alone, without the `ai` that an application has anyway. */
export function bundleCache(folder: string): Promise<WorkerBundle> {
  const names = ["ai-sdk-semantic-cache", "ai-sdk-semantic-cache/upstash-vector"];
  const contents = names.map((name) => `export * from "${name}";`).join("\n");
  return bundle({ stdin: { contents, resolveDir: folder }, external: ["ai"] });
}

/** As wrangler does it: with esbuild, under the conditions of workerd. */
async function bundle(options: BuildOptions): Promise<WorkerBundle> {
  const { outputFiles } = await build({
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    ...options,
    external: ["cloudflare:*", "node:*", ...(options.external ?? [])],
    outfile: "worker.js",
    write: false,
    logLevel: "warning",
  });
  const code = outputFiles?.map(({ text }) => text).join("") ?? "";
  const minified = Buffer.byteLength(code);
  const [gzip, brotli] = [gzipSync(code).length, brotliCompressSync(code).length];
  return { code, minified, gzip, brotli };
}
