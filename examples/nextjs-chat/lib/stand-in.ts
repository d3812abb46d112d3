import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

declare global {
  var standIn: Promise<string> | undefined;
}

/** Starts the stand-in model server once in this process, which it ends with. Its base URL. */
export function startStandIn(): Promise<string> {
  globalThis.standIn ??= start();
  return globalThis.standIn;
}

async function start(): Promise<string> {
  const script = join(process.cwd(), "scripts", "stand-in.mjs");
  // Its input is a pipe that this process holds open: the stand-in ends when that does.
  const server = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const firstLine = once(createInterface(server.stdout), "line");
  const ended = once(server, "exit").then(() => {
    throw new Error("The stand-in model did not start. Set OPENAI_API_KEY to ask the real one.");
  });
  const [baseURL] = await Promise.race([firstLine, ended]);
  return baseURL;
}
