import { generateText, wrapLanguageModel } from "ai";
import { type SemanticCache, type SemanticCacheOptions, semanticCache } from "../../src/index.ts";
import { type CacheInspectorOptions, cacheInspector } from "../../src/inspector/index.ts";
import { type Clock, shiftedClock } from "./clock.ts";
import { deskModel } from "./desk-model.ts";
import { type ServedInspector, serveInspector } from "./serve.ts";
import { busyTraffic, type Step, TRAFFIC } from "./traffic.ts";

/** A support desk behind a cache, with an inspector that is served. */
export interface Desk extends ServedInspector {
  readonly cache: SemanticCache;
  /** Asks as the application does, and waits for the write. */
  ask(step: Step | string): Promise<void>;
}

/** Options of the inspector, and as `cache` those of the cache. */
export type DeskOptions = CacheInspectorOptions & { readonly cache?: SemanticCacheOptions };

/** Opens a desk that nobody has asked anything. */
export function openDesk(options: DeskOptions = {}): Promise<Desk> {
  return deskOf(options, { shift() {}, pass() {} });
}

const HOUR_MS = 55 * 60_000;

/** Opens a desk that has had a busy hour: the scripted requests, spread over it, the more the later. */
export async function openBusyDesk({
  requests = TRAFFIC.length,
  ...options
}: DeskOptions & {
  /** @default those of the script, once */
  readonly requests?: number;
} = {}): Promise<Desk> {
  const clock = shiftedClock();
  clock.shift(-HOUR_MS);
  const desk = await deskOf(options, clock);
  for (const [at, step] of busyTraffic(requests).entries()) {
    clock.shift(-HOUR_MS * (1 - Math.sqrt(at / (requests - 1))));
    await desk.ask(step);
  }
  clock.shift(0);
  return desk;
}

async function deskOf({ cache: given, ...options }: DeskOptions, clock: Clock): Promise<Desk> {
  const cache = semanticCache(given);
  const model = wrapLanguageModel({ model: deskModel(clock.pass), middleware: cache });
  const settings = { authorize: () => true, title: "Support desk", ...options };
  const served = await serveInspector(cacheInspector(cache, settings));
  return {
    ...served,
    cache,
    async ask(step) {
      const { prompt, ...semanticCache } = typeof step === "string" ? { prompt: step } : step;
      await generateText({ model, prompt, providerOptions: { semanticCache }, maxRetries: 0 });
      await cache.flush();
    },
  };
}
