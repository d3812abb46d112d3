import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "./support/docs-run.ts";

/** One file of the package that would be published. */
interface PackedFile {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

/** What `npm pack --json` says. */
interface Packed {
  readonly version: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly PackedFile[];
}

const MEGABYTE = 1_000_000;
const WEIGHTS = "dist/built-in/weights.js";
/** What the package is not made of. */
const OTHERS = /^(?:\.|bench|heavy|test)/;
/** What work leaves behind, and a checkout has not got. */
const LEFTOVERS = /^(?:node_modules|dist|\.next|\.wrangler|.*\.tgz)$/;

// A copy, because package.test.ts builds in the repository at the same time.
const checkout = mkdtempSync(join(tmpdir(), "semantic-cache-release-"));
let packed: Packed;
let paths: readonly string[];

beforeAll(() => {
  const isKept = (path: string): boolean => !LEFTOVERS.test(basename(path));
  for (const name of readdirSync(ROOT).filter((each) => !OTHERS.test(each))) {
    cpSync(join(ROOT, name), join(checkout, name), { recursive: true, filter: isKept });
  }
  symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
  const npm = (...args: string[]): string =>
    execFileSync("npm", [...args, "--loglevel=error"], {
      cwd: checkout,
      encoding: "utf8",
      stdio: "pipe",
    });
  npm("run", "build");
  [packed] = JSON.parse(npm("pack", "--dry-run", "--json", "--ignore-scripts"));
  // A package that is bundled lies outside the copy, and is called after its path from the folder both lie in.
  paths = packed.files.map(({ path }) =>
    path.replace(/^dist\/.+?\/node_modules\//, "dist/vendor/"),
  );
}, 120_000);
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

describe("the package that would be published", () => {
  test("holds what its users read and run, and nothing else", () => {
    const folders = new Set(
      paths.filter((path) => path.includes("/")).map((path) => path.split("/")[0]),
    );
    const files = paths.filter((path) => !path.includes("/"));

    expect([...folders].sort()).toEqual(["dist", "docs", "examples", "src"]);
    expect(files.sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "NOTICE.md",
      "README.md",
      "SECURITY.md",
      "llms.txt",
      "package.json",
    ]);
  });

  test("holds no tests, no packages, no leftovers of a build, no data", () => {
    const unwanted =
      /\.test(-d)?\.tsx?$|\.bin$|\.tsbuildinfo$|\.db$|\.env|package-lock\.json$|(^|\/)(node_modules|test|\.next|\.wrangler)\/|\.png$/;

    expect(paths.filter((path) => unwanted.test(path))).toEqual([]);
  });

  test("holds no map without its sources", () => {
    const maps = paths.filter((path) => path.endsWith(".map"));
    const sources = maps.flatMap((map) =>
      JSON.parse(readFileSync(join(checkout, map), "utf8")).sources.map((source: string) =>
        join(map, "..", source),
      ),
    );

    expect(sources.filter((source) => !paths.includes(source))).toEqual([]);
  });

  test("is 5 MB to download and 10 MB on disk at most; only the weights are above 1 MB", () => {
    const large = packed.files.filter(({ size }) => size > MEGABYTE);

    expect(large.map(({ path }) => path)).toEqual([WEIGHTS]);
    expect(packed.size).toBeLessThan(5 * MEGABYTE);
    expect(packed.unpackedSize).toBeLessThan(10 * MEGABYTE);
  });

  test("has every file that its manifest leads to", () => {
    const { exports, imports, bin } = readManifest();
    const targets = [...targetsOf(exports), ...targetsOf(imports), ...Object.values(bin)];
    const missing = targets.filter((target) => !paths.includes(target.replace(/^\.\//, "")));

    expect(missing.filter((target) => !isOfThisRepository(target))).toEqual([]);
  });

  test("has types beside every subpath", () => {
    const conditions = Object.values(readManifest().exports).filter(
      (each) => typeof each === "object",
    );

    expect(conditions.filter(({ types }) => !types || !existsSync(join(checkout, types)))).toEqual(
      [],
    );
  });

  test("has a command that can be run", () => {
    const commands = Object.values(readManifest().bin).map((path) => path.replace(/^\.\//, ""));
    const [command] = packed.files.filter(({ path }) => commands.includes(path));

    expect((command?.mode ?? 0) & 0o111).toBe(0o111);
    expect(readFileSync(join(checkout, command?.path ?? ""), "utf8")).toMatch(
      /^#!\/usr\/bin\/env node\n/,
    );
  });

  test("says in its changelog what its version brings", () => {
    const changelog = readFileSync(join(checkout, "CHANGELOG.md"), "utf8");

    expect(changelog).toContain(`\n## ${packed.version}\n`);
  });
});

test("workflows take actions by their commit, and say which version that is", () => {
  const folder = join(ROOT, ".github/workflows");
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const used = Array.from(
    text.join("").matchAll(/uses: (?!\.\/)(.+)/g),
    ([, action = ""]) => action,
  );

  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((action) => !/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual(
    [],
  );
});

type Conditions = Readonly<Record<string, string>>;

interface Manifest {
  readonly exports: Readonly<Record<string, string | Conditions>>;
  readonly imports: Readonly<Record<string, unknown>>;
  readonly bin: Conditions;
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));
}

/** Every path in a tree of conditions. */
function targetsOf(tree: unknown): string[] {
  if (typeof tree === "string") return [tree];
  return typeof tree === "object" && tree !== null ? Object.values(tree).flatMap(targetsOf) : [];
}

/** What only the condition of this repository leads to: pages and weights that a build makes modules of. */
function isOfThisRepository(target: string): boolean {
  return target.startsWith("./scripts/");
}
