import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { ROOT } from "../support/docs-run.ts";
import { describeOn, type Engine } from "../support/engines/engine.ts";

const run = promisify(execFile);
const CALLS = 25;

async function worker({ url }: Engine, prefix: string): Promise<string[]> {
  const script = join(ROOT, "test/support/lease-worker.ts");
  const options = ["--conditions=semantic-cache-source", script, url, prefix, String(CALLS)];
  const { stdout } = await run(process.execPath, options);
  return JSON.parse(stdout);
}

describeOn("redis", { store: "redis", client: "four processes with a lease" }, (engine) => {
  test("a hundred equal requests of four processes cost one model call", async () => {
    const prefix = `lease-${crypto.randomUUID()}`;

    const answers = await Promise.all(Array.from({ length: 4 }, () => worker(engine, prefix)));

    const client = new Redis(engine.url);
    const modelCalls = await client.get(`${prefix}.calls`);
    await client.quit();
    expect(modelCalls).toBe("1");
    expect(answers.flat()).toEqual(new Array(4 * CALLS).fill("answer 1"));
  });
});
