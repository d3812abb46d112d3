import { describe, expect, test } from "vitest";
import { runNode } from "../support/docs-run.ts";

/** Runs a program that has a cache and `cacheInspector`, and says how it ended and what it printed. */
function run(program: string): ReturnType<typeof runNode> {
  const imports = `
    import { semanticCache } from "ai-sdk-semantic-cache";
    import { cacheInspector } from "ai-sdk-semantic-cache/inspector";
    const cache = semanticCache();
    const authorize = () => true;`;
  const flags = ["--expose-gc", "--conditions=semantic-cache-source", "--input-type=module"];
  return runNode([...flags, "--eval", `${imports}\n${program}`]);
}

describe("an inspector costs the process nothing it did not ask for", () => {
  test("a process ends though somebody is still watching", async () => {
    const { ok, stdout } = await run(`
      const inspector = cacheInspector(cache, { authorize });
      const reader = (await inspector(new Request("http://a/cache/api/events"))).body.getReader();
      reader.read().then(() => reader.read());
      console.log("watching");`);

    expect([ok, stdout]).toEqual([true, "watching\n"]);
  });

  test("inspectors that nobody holds, as a development server leaves them, stop listening", async () => {
    const { stdout } = await run(`
      let listening = 0;
      const subscribe = (listener) => {
        listening += 1;
        const stop = cache.subscribe(listener);
        return () => { listening -= 1; stop(); };
      };
      for (let n = 0; n < 5; n++) cacheInspector({ ...cache, subscribe }, { authorize });
      const kept = cacheInspector({ ...cache, subscribe }, { authorize });
      await new Promise((resolve) => setTimeout(resolve, 10));
      gc();
      await cache.wrap(async (text) => text)("Hello?");
      console.log(listening, typeof kept);`);

    expect(stdout).toBe("1 function\n");
  });
});
