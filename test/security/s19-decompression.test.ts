import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { readIn } from "../../src/cli/transfer/read-in.ts";
import { linesOf } from "../../src/manage/lines.ts";
import { reportInputs } from "./support/report-inputs.ts";

const folder = mkdtempSync(join(tmpdir(), "semantic-cache-bomb-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MEGABYTE = 1_000_000;

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe("S19 what is compressed cannot take all memory", () => {
  test("only the command line unpacks anything, and nothing a store returns", () => {
    const sources = readdirSync("src", { recursive: true, encoding: "utf8" });
    const unpacking = sources
      .filter((path) => /\.tsx?$/.test(path))
      .filter((path) =>
        /Gunzip|Inflate|Unzip|DecompressionStream|BrotliDecompress/.test(
          readFileSync(`src/${path}`, "utf8"),
        ),
      );

    expect(unpacking).toEqual(["cli/transfer/read-in.ts"]);
    reportInputs("S19", sources.length, "files of src");
  });

  test("a line of 200 MB in 200 kB is given up after 64 million characters", async () => {
    const bomb = fileOf("bomb.gz", gzipSync(Buffer.alloc(200 * MEGABYTE, "a")));
    const { pieces } = await readIn(bomb);
    let unpacked = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        unpacked += piece.byteLength;
        yield piece;
      }
    };

    await expect(Array.fromAsync(linesOf(counted()))).rejects.toThrow("longer than 64000000");

    expect(unpacked).toBeLessThan(65 * MEGABYTE);
    reportInputs("S19", 1, "bombs of 200 MB in 200 kB");
  });

  test("many short lines are read one by one, and none is kept", async () => {
    const line = "{}\n".repeat(50);
    const { pieces } = await readIn(
      fileOf("lines.gz", gzipSync(Buffer.alloc(30 * MEGABYTE, line))),
    );
    const before = process.memoryUsage().rss;
    let lines = 0;

    for await (const _line of linesOf(pieces)) lines++;

    expect(lines).toBe(10 * MEGABYTE);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MEGABYTE);
    reportInputs("S19", 1, "files of 10 million short lines");
  });

  test("a file that was cut is told as such", async () => {
    const whole = gzipSync(Buffer.alloc(MEGABYTE, "a\n"));
    const { pieces } = await readIn(fileOf("cut.gz", whole.subarray(0, whole.length / 2)));

    await expect(Array.fromAsync(linesOf(pieces))).rejects.toThrow("unexpected end of file");
  });
});
