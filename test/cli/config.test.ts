import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../src/cli/index.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "semantic-cache-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as a process: how Node reads TypeScript is a part of what is tested. */
function run(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const flags = ["--conditions=semantic-cache-source", PROGRAM, ...args];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      flags,
      { cwd, env: { ...process.env, ...env } },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : error.code, stdout, stderr });
      },
    );
  });
}

/** A project with some files; the folder to run in. */
function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(folder, "project-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const STORE = new URL("../../src/stores/libsql/index.ts", import.meta.url).href;
const CONFIG = `
import { libsqlStore } from "${STORE}";
interface Settings { readonly file: string }
const settings: Settings = { file: "app.db" };
export const options = { namespace: "acme", store: libsqlStore({ url: \`file:\${settings.file}\` }) };`;

describe.concurrent("the configuration of a project", () => {
  test("is found above the folder the command runs in, TypeScript as it is", async ({ expect }) => {
    const root = project({ "semantic-cache.config.ts": CONFIG, "packages/web/.keep": "" });

    const { code, stdout } = await run(join(root, "packages/web"), ["doctor"]);

    expect(code).toBe(0);
    expect(stdout).toContain(
      `${join(root, "semantic-cache.config.ts")}: valid; sets namespace, store`,
    );
    expect(stdout).toMatch(/store: libsql \(libsql\) holds 0 entries/);
  });

  test("may export a function that makes the options", async ({ expect }) => {
    const root = project({
      "semantic-cache.config.mjs": "export default async () => ({ mode: 'off' })",
    });

    const { stdout } = await run(root, ["doctor", "--store", "memory:"]);

    expect(stdout).toContain("mode: off: every call goes past the cache");
  });

  test("gives way to --store, and that to nothing", async ({ expect }) => {
    const root = project({ "semantic-cache.config.ts": CONFIG });
    const env = { SEMANTIC_CACHE_STORE: "file:environment.db" };

    const flag = await run(root, ["stats", "--store", "memory:"], env);
    const variable = await run(root, ["stats"], env);

    expect(flag.stdout).toContain("memory:: 0 entries");
    expect(variable.stderr).toContain("there is no file");
    expect(variable.stderr).toContain("environment.db");
  });

  test.each([
    ["semantic-cache.config.ts", "semantic-cache.config.mts"],
    ["semantic-cache.config.js", "semantic-cache.config.mjs"],
  ])("below a package.json of npm init, %s is to be called %s", async (name, better) => {
    const text = "export const options = { mode: 'off' };";
    const root = project({ "package.json": '{"type":"commonjs"}', [name]: text });

    const { code, stderr } = await run(root, ["stats", "--store", "memory:"]);

    expect([code, stderr]).toEqual([2, expect.stringContaining(`CommonJS: call it ${better}`)]);
    expect(stderr).not.toContain("    at ");
  });

  test("a file that is not there is said", async ({ expect }) => {
    const { code, stderr } = await run(folder, ["stats", "--config", "typo.ts"]);

    expect([code, stderr]).toEqual([2, "error: typo.ts: there is no such file.\n"]);
  });

  test("that is a folder is no file", async ({ expect }) => {
    const root = project({ "config/cache.ts": CONFIG });

    const { code, stderr } = await run(root, ["stats", "--config", "config"]);

    expect([code, stderr]).toEqual([2, "error: config: that is a folder. Name the file in it.\n"]);
  });

  test("may be a promise of the options", async ({ expect }) => {
    const text = "export const options = Promise.resolve({ mode: 'off' });";
    const root = project({ "semantic-cache.config.mjs": text });

    const { stdout } = await run(root, ["doctor", "--store", "memory:"]);

    expect(stdout).toContain("mode: off: every call goes past the cache");
  });

  test.each([
    ["enum Color { Red }\nexport const options = {}", "write it without enum, namespace"],
    [
      'import { a } from "./lib/cache";\nexport const options = a',
      "Node wants the ending of a file",
    ],
    [
      'import "nowhere-to-be-found";\nexport const options = {}',
      "(npm install nowhere-to-be-found)",
    ],
    ["export default () => { throw new Error('no key') }", "the exported function failed: no key"],
    ["export const options = { threshold: 2 }", "threshold must be"],
    ["export const options = {}; export const model = 5", "model must be a language model"],
    ["export const options = {}", "has no store, so answers are in the memory"],
    ["export const options = { store: 'redis://x' }", "store must be "],
  ])("says what to change: %s", async (text, message) => {
    const root = project({
      "semantic-cache.config.ts": text,
      "lib/cache.ts": "export const a = {}",
    });

    const { code, stdout, stderr } = await run(root, ["stats"]);

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  test("what Node cannot read is read with jiti, where the project has it", async ({ expect }) => {
    const root = project({
      "semantic-cache.config.ts":
        "enum Mode { Off = 'off' }\nexport const options = { mode: Mode.Off };",
      "node_modules/jiti/package.json": '{"name":"jiti","main":"index.cjs"}',
      "node_modules/jiti/index.cjs": `exports.createJiti = () => ({ import: async () => ({ options: { mode: "off" } }) });`,
    });

    const { stdout } = await run(root, ["doctor", "--store", "memory:"]);

    expect(stdout).toContain("mode: off");
  });

  test("without one the error says how to name a cache", async ({ expect }) => {
    const { code, stderr } = await run(folder, ["entries"]);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: Which cache\? .*--store redis:\/\/localhost:6379/);
  });
});

test.skipIf(!existsSync("/dev/full"))("what cannot be printed is said", async () => {
  const words = [process.execPath, "--conditions=semantic-cache-source", PROGRAM, "--help"];
  const command = `${words.map((word) => `'${word}'`).join(" ")} > /dev/full`;

  const ended = await new Promise((resolve) => {
    execFile("sh", ["-c", command], (error, _stdout, stderr) => resolve([error?.code, stderr]));
  });

  expect(ended).toEqual([2, expect.stringMatching(/^error: standard output: .*ENOSPC/)]);
});
