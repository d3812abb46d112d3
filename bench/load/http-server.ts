/**
 * A web server with a streaming route, as an application would write it: Hono on Node, `streamText`, and
 * `POST /none/200`, `/memory/0`, `/redis/200`: which cache stands before the model, and how many milliseconds
 * the model takes until it answers. Run by `http.ts`, which it tells its port and, when asked, how it fares.
 */
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { streamText, wrapLanguageModel } from "ai";
import { Hono } from "hono";
import { Redis } from "ioredis";
import { type CacheStore, memoryStore, semanticCache } from "../../src/index.ts";
import { redisStore } from "../../src/stores/redis/index.ts";
import { numbered } from "../peers/questions.ts";
import type { SdkModel } from "../peers/sdk-types.ts";
import { createSource } from "../peers/source.ts";
import type { Fared, Order } from "./http.ts";
import { createTally } from "./tally.ts";

interface NodeServer {
  readonly serve: (
    options: { readonly fetch: Hono["fetch"]; readonly hostname: string; readonly port: number },
    onListening: (address: { readonly port: number }) => void,
  ) => unknown;
}

const SERVER: string = "@hono/node-server"; // of this folder's own package.json
const { serve } = (await import(SERVER)) as NodeServer;
Reflect.set(globalThis, "AI_SDK_LOG_WARNINGS", false);

const [redisUrl = "", known = "0"] = process.argv.slice(2);
const tally = createTally();
const client = new Redis(redisUrl);
const stores = { memory: memoryStore(), redis: redisStore({ client }) };
const models = new Map<string, SdkModel>();
for (const delayMs of [0, 200])
  models.set(`none/${delayMs}`, createSource(delayMs).model("model-a"));
for (const [name, store] of Object.entries(stores)) await addCached(name, store);

async function addCached(name: string, store: CacheStore): Promise<void> {
  const cache = semanticCache({ store, onEvent: tally.onEvent });
  for (const delayMs of [0, 200]) {
    const model = createSource(delayMs).model("model-a");
    models.set(`${name}/${delayMs}`, wrapLanguageModel({ model, middleware: cache }));
  }
  const model = models.get(`${name}/0`) as SdkModel;
  for (let index = 0; index < Number(known); index++) {
    await streamText({ model, prompt: numbered(index) }).consumeStream();
  }
  await cache.flush();
}

const app = new Hono();
app.post("/:cache/:delay", async (context) => {
  const { cache, delay } = context.req.param();
  const model = models.get(`${cache}/${delay}`);
  if (!model) return context.notFound();
  const { question } = await context.req.json<{ question: string }>();
  return streamText({ model, prompt: question }).toTextStreamResponse();
});

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
let busySince = performance.eventLoopUtilization();

function begin(): void {
  tally.reset();
  delays.reset();
  busySince = performance.eventLoopUtilization();
}

function fared(): Fared {
  return {
    loopDelayP99Ms: delays.percentile(99) / 1e6,
    loopBusy: performance.eventLoopUtilization(busySince).utilization,
    exact: tally.count("hit:exact"),
    semantic: tally.count("hit:semantic"),
    misses: tally.counts("miss:"),
  };
}

process.on("message", (order: Order) => {
  if (order === "begin") begin();
  process.send?.(fared());
});
process.on("disconnect", () => process.exit());
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => process.send?.(port));
