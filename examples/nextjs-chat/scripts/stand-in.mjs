// The model server of the repository's demo, for those without a key. Says its base URL, and ends with its input.
import { existsSync } from "node:fs";

const demo = new URL("../../../demo/server.ts", import.meta.url);
if (!existsSync(demo)) {
  console.error("The stand-in model is only in the repository of ai-sdk-semantic-cache.");
  process.exit(1);
}
const { startServer } = await import(demo.href);
const { baseURL } = await startServer(Number(process.env.DEMO_SPEED || 1));
console.log(baseURL);
process.stdin.resume().on("end", () => process.exit());
