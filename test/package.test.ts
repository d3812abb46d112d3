import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = new URL("..", import.meta.url).pathname;
const MANIFEST: {
  exports: Record<string, string | Record<string, string>>;
  dependencies?: object;
  peerDependencies: Record<string, string>;
} = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** Sources that a subpath stands for: the root, every tool and every store but the one in the root. */
function subpathsOfSources(): string[] {
  const embeddings = ["built-in", "embeddings", "transformers"];
  const safety = ["evaluate", "guards", "policies", "verify"];
  const watching = ["inspector", "opentelemetry", "prometheus"];
  const tools = [...embeddings, ...safety, ...watching, "pricing", "testing"];
  const stores = readdirSync(join(ROOT, "src/stores"))
    .map((name) => name.replace(/\.ts$/, ""))
    .filter((name) => name !== "memory");
  return [".", ...[...tools, ...stores].map((name) => `./${name}`)].sort();
}

describe("package.json", () => {
  test("has one subpath for the core, every store and every tool, and they exist", () => {
    const { "./package.json": _manifest, ...subpaths } = MANIFEST.exports;

    expect(Object.keys(subpaths).sort()).toEqual(subpathsOfSources());
    for (const conditions of Object.values(subpaths)) {
      const source = typeof conditions === "string" ? conditions : Object.values(conditions)[0];
      expect(existsSync(join(ROOT, source ?? "")), source).toBe(true);
    }
  });

  test("asks its users to install nothing but the SDK", () => {
    expect(MANIFEST.dependencies).toBeUndefined();
    expect(MANIFEST.peerDependencies.ai).toBe("^4.2 || ^5 || ^6 || ^7");
  });
});

describe("the packed package, in a project of its own", () => {
  const project = mkdtempSync(join(tmpdir(), "semantic-cache-consumer-"));
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: "pipe" });
  const tsc = (...args: string[]): string =>
    run(process.execPath, join(ROOT, "node_modules/typescript/bin/tsc"), ...args);

  beforeAll(() => {
    const pack = ["pack", "--pack-destination", project, "--loglevel=error"];
    execFileSync("npm", pack, { cwd: ROOT, stdio: "pipe" });
    const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"));
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({
        private: true,
        type: "module",
        dependencies: { "ai-sdk-semantic-cache": `file:${tarball}`, ai: "7.0.173", zod: "3.25.76" },
      }),
    );
    run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts");
    writeFileSync(join(project, "main.ts"), CONSUMER);
  }, 180_000);
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  test("brings nothing with it: no dependency, no install script, no native code", () => {
    const installed = join(project, "node_modules/ai-sdk-semantic-cache");
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

    expect(manifest.dependencies).toBeUndefined();
    expect(Object.keys(manifest.scripts)).not.toContain("postinstall");
    expect(existsSync(join(installed, "node_modules"))).toBe(false);
  });

  test.each([
    ["NodeNext", "NodeNext"],
    ["ESNext", "Bundler"],
  ])("compiles under module %s, resolution %s, strict", (module, resolution) => {
    const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
    const flags = ["--noEmit", "--skipLibCheck", "--target", "es2023", "--lib", "es2023,dom"];

    const output = tsc(
      ...flags,
      ...strict,
      "--module",
      module,
      "--moduleResolution",
      resolution,
      "main.ts",
    );

    expect(output).toBe("");
  });

  test("runs, with semantic hits out of the box", () => {
    tsc(
      "--skipLibCheck",
      "--target",
      "es2023",
      "--lib",
      "es2023,dom",
      "--module",
      "NodeNext",
      "main.ts",
    );

    expect(JSON.parse(run(process.execPath, "main.js"))).toEqual({
      first: false,
      second: "semantic",
      schema: "schema-mismatch",
      cases: true,
      evaluated: true,
    });
  });

  test("has a command line that fails a build when too many hits are wrong", () => {
    const pairs = [
      { a: "How do I reset my password?", b: "How can I reset my password?", label: 1 },
      { a: "Which plan is best for one person?", b: "Which plan is the best for one?", label: 0 },
    ];
    writeFileSync(
      join(project, "pairs.jsonl"),
      pairs.map((pair) => JSON.stringify(pair)).join("\n"),
    );
    const command = join(project, "node_modules/.bin/ai-sdk-semantic-cache");
    const flags = ["evaluate", "pairs.jsonl", "--guards", "none", "--threshold", "0", "--json"];

    const evaluation = JSON.parse(run(command, ...flags));

    expect(evaluation.rates.lookups).toBe(2);
    expect(() => run(command, ...flags, "--max-wrong", "0")).toThrow("Command failed");
  });
});

/** What a user writes, with every subpath that needs no further package. */
const CONSUMER = `
import { generateText, jsonSchema, Output, wrapLanguageModel } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { type CacheEvent, memoryStore, semanticCache, type SemanticCacheMetadata } from "ai-sdk-semantic-cache";
import { builtInEmbedding } from "ai-sdk-semantic-cache/built-in";
import { evaluate } from "ai-sdk-semantic-cache/evaluate";
import { negationGuard } from "ai-sdk-semantic-cache/guards";
import { adaptive } from "ai-sdk-semantic-cache/policies";
import { storeConformance } from "ai-sdk-semantic-cache/testing";
import { sameText } from "ai-sdk-semantic-cache/verify";

const learning = { threshold: adaptive({ maxErrorRate: 0.01 }), compare: sameText() };
semanticCache({ ...learning, guards: ["strict", negationGuard] });
const { rates } = await evaluate({ data: [{ a: "How do I pay?", b: "How can I pay?", label: 1 }] });
const events: CacheEvent[] = [];
const cache = semanticCache({ store: memoryStore(), onEvent: (event) => void events.push(event) });
const explicit = semanticCache({ embeddingModel: builtInEmbedding(), ttl: "1h" });
const inner = new MockLanguageModelV4({
  doGenerate: async () => ({
    content: [{ type: "text", text: '{"city":"Paris"}' }],
    finishReason: { unified: "stop", raw: "stop" },
    usage: {
      inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 1, text: 1, reasoning: 0 },
    },
    warnings: [],
  }),
});
const model = wrapLanguageModel({ model: inner, middleware: [cache, explicit] });
const metadata = async (prompt: string): Promise<SemanticCacheMetadata> => {
  const { providerMetadata } = await generateText({ model, prompt });
  await cache.flush();
  return providerMetadata?.semanticCache as unknown as SemanticCacheMetadata;
};

const first = await metadata("How do I reset my password?");
const second = await metadata("How can I reset the password?");
const schema = jsonSchema<{ town: string }>({ type: "object", required: ["town"] });
await generateText({ model, prompt: "Which town?", output: Output.object({ schema }) }).catch(() => {});
await cache.flush();
const refused = events.find((event) => event.type === "not-stored");
console.log(
  JSON.stringify({
    first: first.hit,
    second: second.hit && second.kind,
    schema: refused?.reason,
    cases: storeConformance(() => memoryStore()).length > 20,
    evaluated: typeof rates === "object",
  }),
);
`;
