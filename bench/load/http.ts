import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { startRedis } from "../../test/support/engines/redis-engine.ts";
import { numbered } from "../peers/questions.ts";
import { found } from "../stores/backends.ts";
import type { Row } from "../support/bench.ts";
import { medianOf, rounded } from "../support/measure.ts";
import { addTo, type Counts, told } from "./tally.ts";

/** What the server is told: to count from now on, or to say what it counted. */
export type Order = "begin" | "report";

/** How the server fared since it was told to begin. */
export interface Fared {
  readonly loopDelayP99Ms: number;
  /** Share of the time in which its event loop was busy. */
  readonly loopBusy: number;
  readonly exact: number;
  readonly semantic: number;
  readonly misses: readonly (readonly [reason: string, count: number])[];
}

interface Result {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx: number;
}

interface Request {
  body?: string;
}

type Autocannon = (options: {
  readonly url: string;
  readonly connections: number;
  readonly duration: number;
  readonly requests: readonly {
    readonly method: "POST";
    readonly headers: Readonly<Record<string, string>>;
    readonly setupRequest: (request: Request) => Request;
  }[];
}) => Promise<Result>;

/** One way of asking one route. */
interface Trial {
  readonly route: string;
  readonly delayMs: number;
  /** Every so many requests one asks what nobody asked; never when 0. */
  readonly newEvery: number;
  readonly results: (Result & { readonly fared: Fared })[];
}

const KNOWN = 200;
const CONNECTIONS = 32;
const SECONDS = 3;
const ROUNDS = 3;
const SETTLE_MS = 500;
const PACKAGE: string = "autocannon"; // of this folder's own package.json

/**
 * A real web server under autocannon on this machine, with and without the cache, in turns. Half of the
 * questions are known word for word and half in other words, or one in four is new.
 */
export async function* measureHttp(): AsyncGenerator<Row> {
  const { default: autocannon } = (await import(PACKAGE)) as { readonly default: Autocannon };
  const { url, server: redis } = found(await startRedis("redis", undefined));
  const file = new URL("./http-server.ts", import.meta.url);
  const execArgv = ["--conditions=semantic-cache-source"];
  const server = fork(file, [url, String(KNOWN)], { execArgv });
  try {
    const [port] = (await once(server, "message")) as [number];
    const trials = allTrials();
    for (let round = 0; round < ROUNDS; round++) {
      for (const [position] of trials.entries()) {
        const trial = trials[(position + round) % trials.length] as Trial;
        trial.results.push(await send(autocannon, server, `http://127.0.0.1:${port}`, trial));
      }
    }
    yield* trials.map(toRow);
  } finally {
    server.kill();
    await redis?.stop();
  }
}

function allTrials(): Trial[] {
  return [0, 200].flatMap((delayMs) => [
    { route: "none", delayMs, newEvery: 0, results: [] },
    ...["memory", "redis"].flatMap((route) =>
      [0, 4].map((newEvery) => ({ route, delayMs, newEvery, results: [] })),
    ),
  ]);
}

async function send(
  autocannon: Autocannon,
  server: ChildProcess,
  origin: string,
  { route, delayMs, newEvery, results }: Trial,
): Promise<Result & { readonly fared: Fared }> {
  const firstNew = KNOWN + 2_000 * results.length;
  let asked = 0;
  const setupRequest = (request: Request): Request => {
    const number = asked++;
    const isNew = newEvery > 0 && number % newEvery === newEvery - 1;
    const word = number % 2 === 0 ? "can" : "do";
    const question = isNew
      ? `${numbered(firstNew + number)} Note ${number}`
      : numbered(number % KNOWN, word);
    return { ...request, body: JSON.stringify({ question }) };
  };
  await pause(SETTLE_MS); // the server still works on what was asked when the last trial ended
  await order(server, "begin");
  const result = await autocannon({
    url: `${origin}/${route}/${delayMs}`,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [{ method: "POST", headers: { "content-type": "application/json" }, setupRequest }],
  });
  return { ...result, fared: await order(server, "report") };
}

async function order(server: ChildProcess, text: Order): Promise<Fared> {
  server.send(text);
  const [fared] = (await once(server, "message")) as [Fared];
  return fared;
}

function toRow({ route, delayMs, newEvery, results }: Trial): Row {
  const middle = (figure: (result: Trial["results"][number]) => number): number =>
    rounded(medianOf(results.map(figure)));
  const sum = (figure: (result: Trial["results"][number]) => number): number =>
    results.reduce((total, result) => total + figure(result), 0);
  const misses: Counts = new Map();
  for (const { fared } of results) addTo(misses, fared.misses);
  const failures = sum(({ errors, timeouts, non2xx }) => errors + timeouts + non2xx);
  const traffic = route === "none" ? "" : newEvery > 0 ? `, one in ${newEvery} new` : ", all known";
  return {
    name: `model ${delayMs} ms, cache: ${route}${traffic}`,
    requestsPerSecond: middle(({ requests }) => requests.average),
    p50Ms: middle(({ latency }) => latency.p50),
    p99Ms: middle(({ latency }) => latency.p99),
    loopBusyPercent: middle(({ fared }) => 100 * fared.loopBusy),
    loopDelayP99Ms: middle(({ fared }) => fared.loopDelayP99Ms),
    exactHits: sum(({ fared }) => fared.exact),
    semanticHits: sum(({ fared }) => fared.semantic),
    misses: told(misses),
    failures,
    ok: failures === 0,
  };
}
