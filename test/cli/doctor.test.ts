import { beforeAll, describe, expect, test } from "vitest";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { vectorStandIn } from "../support/upstash/vector-stand-in.ts";
import { type Ended, fill, run, useFolder } from "./support/command-line.ts";

const folder = useFolder();
const play = playOnNetwork();
const FILE = `file:${folder.path("cache.db")}`;
beforeAll(() => fill(FILE));

interface Diagnosis {
  readonly errors: number;
  readonly findings: readonly { check: string; status: string; detail: string; advice?: string }[];
}

/** The status of one check. */
function statusOf({ stdout }: Ended, check: string): string | undefined {
  return (JSON.parse(stdout) as Diagnosis).findings.find((finding) => finding.check === check)
    ?.status;
}

function doctor(...args: string[]): Promise<Ended> {
  return run("doctor", "--json", ...args);
}

describe("doctor", () => {
  test("a file that an application uses is well", async () => {
    const ended = await doctor("--store", FILE);

    expect(ended.code).toBe(0);
    for (const check of ["server", "file", "journal", "store", "round trip", "entries"]) {
      expect([check, statusOf(ended, check)]).toEqual([check, "ok"]);
    }
  });

  test("it leaves no entry behind", async () => {
    await doctor("--store", FILE);

    const { stdout } = await run("stats", "--store", FILE, "--json");

    expect(JSON.parse(stdout)).toMatchObject({ entries: 3, unreadable: 0, unknownFormat: 0 });
  });

  test("without store and config it checks the defaults, and says they end with the process", async () => {
    const ended = await doctor();

    expect([ended.code, statusOf(ended, "capabilities")]).toEqual([0, "warning"]);
  });

  test("a file that is not there is an error, and is not made", async () => {
    const ended = await doctor("--store", `file:${folder.path("typo.db")}`);
    const again = await doctor("--store", `file:${folder.path("typo.db")}`);

    expect([ended.code, statusOf(ended, "store")]).toEqual([1, "error"]);
    expect(again.code).toBe(1);
  });

  test("a database of something else gets no tables from it", async () => {
    const url = `file:${folder.write("other.db", "")}`;

    const ended = await doctor("--store", url);

    expect([ended.code, statusOf(ended, "tables")]).toEqual([0, "warning"]);
    expect(statusOf(await doctor("--store", url), "tables")).toBe("warning");
  });

  test("entries of another embedding model are counted, with what to do", async () => {
    const { stdout } = await doctor("--store", FILE, "--embedding-model", "none");
    const config = folder.write("other-model.mjs", modelModule());

    const ended = await doctor("--store", FILE, "--config", config);

    expect(stdout).not.toContain("other embedding models");
    expect(ended.stdout).toContain(
      "3 entries have vectors of another embedding model than test/other",
    );
    expect(ended.stdout).toContain("cache.reembed(…)");
  });

  test("an embedding model that gives no vectors is an error", async () => {
    const config = folder.write("broken-model.mjs", modelModule({ field: "vectors" }));

    const ended = await doctor("--config", config, "--store", "memory:");

    expect([ended.code, statusOf(ended, "embedding model")]).toEqual([1, "error"]);
  });

  test.each([
    ["export const options = { thresold: 1 }", 'semanticCache has no option \\"thresold\\"'],
    ["export const nothing = 1", "the module must export the options of semanticCache"],
    ["import 'a-package-that-is-not-there'", "npm install a-package-that-is-not-there"],
  ])("a config that cannot be used is an error: %s", async (text, message) => {
    const config = folder.write(`${crypto.randomUUID()}.mjs`, text);

    const ended = await doctor("--config", config);

    expect([ended.code, statusOf(ended, "config")]).toEqual([1, "error"]);
    expect(ended.stdout).toContain(message);
  });

  test("a deadline that is shorter than the embedding model takes is an error", async () => {
    const config = folder.write("slow.mjs", modelModule({ takesMs: 40, deadlineMs: 20 }));

    const ended = await doctor("--config", config, "--store", "memory:");

    expect(statusOf(ended, "timeouts")).toBe("error");
  });

  test("an index of Upstash Vector that does not fit the embedding model is an error", async () => {
    const standIn = vectorStandIn({ dimension: 1_536 });
    play(standIn);

    const ended = await doctor("--store", standInUrl(standIn));

    expect([ended.code, statusOf(ended, "index")]).toEqual([1, "error"]);
    expect(ended.stdout).not.toContain(standIn.token.concat("@"));
  });

  test("an index of Upstash Vector that fits is well", async () => {
    const standIn = vectorStandIn();
    play(standIn);

    const ended = await doctor("--store", standInUrl(standIn));

    expect([ended.code, statusOf(ended, "round trip")]).toEqual([0, "ok"]);
  });

  test("for people, advice is below what is wrong", async () => {
    const { stdout } = await run("doctor", "--store", `file:${folder.path("typo.db")}`);

    expect(stdout).toMatch(/error {4}store: .*typo\.db.*\n +→ Check the address/);
    expect(stdout).toMatch(/\n1 error, 1 warning\.\n$/);
  });

  test.each([
    ["mysql://localhost", "There is no store for mysql: URLs"],
    ["localhost", "The store must be a URL"],
    [
      "redis://:hunter2@localhost:1?prefx=a",
      "redis://:***@localhost:1?prefx=a: a redis store has no prefx",
    ],
  ])("a store that is none is no finding: %s", async (url, message) => {
    const { code, stdout, stderr } = await doctor("--store", url);

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("hunter2");
  });
});

/** A configuration with an embedding model of its own. */
function modelModule({ field = "embeddings", takesMs = 0, deadlineMs = 1_000 } = {}): string {
  return `
    const embeddingModel = {
      specificationVersion: "v4", provider: "test", modelId: "other",
      maxEmbeddingsPerCall: 10, supportsParallelCalls: true,
      async doEmbed({ values }) {
        await new Promise((resolve) => setTimeout(resolve, ${takesMs}));
        return { ${field}: values.map(() => [1, 0, 0]), usage: { tokens: 1 }, warnings: [] };
      },
    };
    export const options = { embeddingModel, timeouts: { embedding: ${deadlineMs} } };`;
}

function standInUrl({ url, token }: { readonly url: string; readonly token: string }): string {
  return url.replace("https://", `upstash-vector://${token}@`);
}
