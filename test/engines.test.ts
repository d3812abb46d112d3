import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { freePort, startServer } from "./support/engines/server-process.ts";

const MODULE = join(import.meta.dirname, "support/engines/server-process.ts");

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "semantic-cache-test-"));
}

/** A program that does nothing for a minute. */
const idle = ["sleep", "60"] as const;

test("a server that is stopped is gone with its folder", async () => {
  const folder = newFolder();
  const server = startServer({ command: idle, folder });
  const ended = expect(server.ended).rejects.toThrow("sleep ended");

  await server.stop();

  await ended;
  expect(existsSync(folder)).toBe(false);
});

test("no server outlives the run that started it, not even one that was killed", async () => {
  const folder = newFolder();
  const script = `
    import { startServer } from ${JSON.stringify(MODULE)};
    startServer({ command: ${JSON.stringify(idle)}, folder: ${JSON.stringify(folder)} });
    console.log("started");
  `;
  const run = spawn(process.execPath, ["--input-type=module-typescript", "-e", script]);
  await once(run.stdout, "data");

  run.kill("SIGKILL");

  await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 15_000 });
});

test("a server that cannot start says why", async () => {
  const command = ["sh", "-c", "echo the disk is full >&2; exit 3"] as const;
  const server = startServer({ command, folder: newFolder() });

  await expect(server.ended).rejects.toThrow(/ended with 3:\nthe disk is full/);
  await server.stop();
});

test("a program that is not there is an error, not a crash", async () => {
  const server = startServer({ command: ["no-such-program"], folder: newFolder() });

  await expect(server.ended).rejects.toThrow("ENOENT");
  await server.stop();
});

test("a free port can be listened on", async () => {
  const server = createServer();

  server.listen(await freePort(), "127.0.0.1");

  await once(server, "listening");
  server.close();
});
