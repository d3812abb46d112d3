import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  createSemanticBackend,
  semanticBackendStore,
} from "../../examples/09-adapt-a-semantic-backend.ts";
import {
  createKeyValueBackend,
  keyValueBackendStore,
} from "../../examples/10-adapt-a-key-value-backend.ts";
import { blocksOf, readPage } from "../support/docs.ts";
import { ROOT, runNode } from "../support/docs-run.ts";
import { storeSuite } from "../support/store-suite.ts";
import { entryAt } from "./tiered-engine.ts";

const GUIDE = "docs/custom-store.md";

describe("store, search, invalidate_namespace, clear, namespace_size, adapted", () =>
  storeSuite(() => semanticBackendStore(createSemanticBackend())));

describe("get, set, delete, clear, iterate, find_similar, get_stats, adapted", () =>
  storeSuite(() => keyValueBackendStore(createKeyValueBackend())));

test.each([
  ["semantic", () => semanticBackendStore(createSemanticBackend())],
  ["key-value", () => keyValueBackendStore(createKeyValueBackend())],
])("a %s backend full of nearer entries of others still finds mine", async (_shape, create) => {
  const store = create();
  for (let at = 0; at < 30; at++) await store.set(entryAt(`${at}`, { scope: "7" }));
  await store.set(entryAt("a", { vector: Float32Array.of(0.8, 0.6) }));

  const vector = Float32Array.of(1, 0);
  const search = { scope: "5c0be", space: "c", vector, limit: 1, threshold: 0.5 };
  const matches = await store.search(search);

  expect(matches.map(({ entry }) => entry.key)).toEqual(["a"]);
});

test("a replaced vector in a semantic backend takes nobody's place", async () => {
  const store = semanticBackendStore(createSemanticBackend());
  for (let at = 0; at < 9; at++) await store.set(entryAt("a"));
  await store.set(entryAt("a", { vector: Float32Array.of(0, 1) }));
  await store.set(entryAt("b", { vector: Float32Array.of(0.8, 0.6) }));

  const vector = Float32Array.of(1, 0);
  const search = { scope: "5c0be", space: "c", vector, limit: 2, threshold: 0.5 };
  const matches = await store.search(search);

  expect(matches.map(({ entry }) => entry.key)).toEqual(["b"]);
});

test.each(["", "{", "null", "[]", '{"scope":"7","key":"a","expiresAt":9e15}'])(
  "what lies damaged in a backend (%j) is not returned, and stops nothing",
  async (damaged) => {
    const backend = createKeyValueBackend();
    const store = keyValueBackendStore(backend);
    await store.set(entryAt("b"));
    for (const name of ["entry.5c0be.a", "alias.1"]) {
      await backend.set(name, damaged, { ttl_seconds: 60, vector: [1, 0] });
    }

    expect(await store.get({ scope: "5c0be", keys: ["a"] })).toBeUndefined();
    expect(await store.getAlias("1")).toBeUndefined();
    expect(await store.delete({ namespace: "a" })).toBe(1);
  },
);

describe("the guide", () => {
  test.each([
    ["Records", "examples/support/store-over-records.ts"],
    ["semanticBackendStore", "examples/09-adapt-a-semantic-backend.ts"],
    ["keyValueBackendStore", "examples/10-adapt-a-key-value-backend.ts"],
  ])("shows %s as %s has it", (_what, file) => {
    const source = readFileSync(join(ROOT, file), "utf8");
    const shown = codeOf(readPage(GUIDE).text).filter((code) => code.includes(`// ${file}\n`));

    expect(shown).toHaveLength(1);
    for (const code of shown) expect(source).toContain(withoutHead(code));
  });

  test("its file for node:test passes under node --test, and fails for a broken store", async () => {
    const [block] = blocksOf(readPage(GUIDE)).filter(({ code }) => code.includes('"node:test"'));
    if (!block) throw new Error(`${GUIDE} has no block for node:test`);

    const whole = await runNodeTest(block.code);
    const broken = await runNodeTest(block.code.replace(".slice(0, limit)", ""));

    expect(whole.stdout).toMatch(/pass [1-9]\d+\n(?:.*\n)*?.*fail 0\n/);
    expect(whole.ok).toBe(true);
    expect(broken.stdout).toMatch(/fail [1-9]/);
    expect(broken.ok).toBe(false);
  });
});

/** The code of every block of a page, without what it continues. */
function codeOf(page: string): string[] {
  return Array.from(page.matchAll(/^```ts.*\n([\s\S]*?)^```$/gm), ([, code = ""]) => code);
}

/** Without the comment that names the file, what is imported and what is declared only. */
function withoutHead(code: string): string {
  return code.replace(/^(?:\/\/|import|declare) .*\n/gm, "").trim();
}

async function runNodeTest(code: string): ReturnType<typeof runNode> {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache/node-test-"));
  try {
    const file = join(folder, "store.test.ts");
    writeFileSync(file, code);
    return await runNode(["--conditions=semantic-cache-source", "--test", file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
