import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { createClient } from "@libsql/client";
import { afterAll, expect, test } from "vitest";
import { libsqlStore } from "../../src/stores/libsql/index.ts";
import { createFolder, find, hex, sampleEntry } from "./libsql-parts.ts";

const folder = createFolder();
afterAll(() => folder.remove());

test("no write is lost when two processes write at the same time", async () => {
  const url = folder.fresh();
  const store = libsqlStore({ url, busyTimeout: "5s" });
  const other = writeFromAnotherProcess(url, 100);

  for (let at = 0; at < 100; at++) {
    await store.set(sampleEntry({ key: hex(`mine ${at}`) }));
    await new Promise((resolve) => setTimeout(resolve, 1)); // lets the other one in
  }
  await other;

  expect(await store.size()).toMatchObject({ entries: 200 });
  await store.close?.();
});

test.each([
  ["its own client", (url: string) => ({ url })],
  ["a client that was passed in", (url: string) => ({ client: createClient({ url }) })],
])("a store with %s waits at its start for a process that makes the tables", async (_what, via) => {
  const url = folder.fresh();
  await lockFromAnotherThread(url, 100);
  const store = libsqlStore({ ...via(url), busyTimeout: "5s" });

  await store.set(sampleEntry({ payload: "waited" }));

  expect(await find(store)).toBe("waited");
  await store.close?.();
});

/** Resolves when nobody else can read the file, for so many milliseconds. */
async function lockFromAnotherThread(url: string, milliseconds: number): Promise<void> {
  const program = `
    import { parentPort } from "node:worker_threads";
    import { createClient } from "${import.meta.resolve("@libsql/client")}";
    const client = createClient({ url: ${JSON.stringify(url)}, concurrency: 1 });
    await client.execute("CREATE TABLE others (name TEXT)");
    await client.executeMultiple("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
    parentPort.postMessage("locked");
    setTimeout(() => client.close(), ${milliseconds});`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`));
  await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
}

function writeFromAnotherProcess(url: string, entries: number): Promise<unknown> {
  const program = `
    import { libsqlStore } from "${import.meta.resolve("../../src/stores/libsql/index.ts")}";
    import { hex, sampleEntry } from "${import.meta.resolve("../../src/testing/store-case.ts")}";
    const store = libsqlStore({ url: ${JSON.stringify(url)}, busyTimeout: "5s" });
    for (let at = 0; at < ${entries}; at++) await store.set(sampleEntry({ key: hex("theirs " + at) }));
    await store.close();`;
  const flags = ["--conditions=semantic-cache-source", "--input-type=module-typescript"];
  return promisify(execFile)(process.execPath, [...flags, "--eval", program]);
}
