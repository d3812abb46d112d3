import { semanticCache } from "../src/index.ts";
import type { Bench, Row } from "./support/bench.ts";
import { answer, generate, mustNotBeAsked } from "./support/bench-model.ts";
import { measure, medianRatio, rounded } from "./support/measure.ts";
import {
  type CallOptions,
  callOptions,
  said,
  sentAgain,
  system,
  textOf,
} from "./support/prompts.ts";
import { measureStreams } from "./support/streams.ts";

/** One shape of request. Every index gives another one. */
interface Scenario {
  readonly name: string;
  /** Most that a hit may cost, in `JSON.stringify` of its call options. */
  readonly gate: number;
  /** Requests in one timed run. */
  readonly requests: number;
  readonly request: (index: number) => CallOptions;
}

const ROUNDS = 60;
const KB = 1_000;
const GATE = { small: 8, large: 5 };
const INSTRUCTIONS = { small: textOf(900, 1), large: textOf(100 * KB, 1) };

const SCENARIOS: readonly Scenario[] = [
  {
    name: "exact-hit-1kb",
    gate: GATE.small,
    requests: 500,
    request: (index) => callOptions([said("user", textOf(KB, index))]),
  },
  {
    name: "exact-hit-100kb",
    gate: GATE.large,
    requests: 40,
    request: (index) => callOptions([said("user", textOf(100 * KB, index))]),
  },
  {
    name: "exact-hit-1kb-constant-instructions",
    gate: GATE.small,
    requests: 500,
    request: (index) => callOptions([system(INSTRUCTIONS.small), said("user", textOf(100, index))]),
  },
  {
    name: "exact-hit-100kb-constant-instructions",
    gate: GATE.large,
    requests: 40,
    request: (index) => callOptions([system(INSTRUCTIONS.large), said("user", textOf(100, index))]),
  },
  {
    name: "exact-hit-100kb-own-instructions",
    gate: GATE.large,
    requests: 40,
    request: (index) =>
      callOptions([system(textOf(100 * KB, index)), said("user", "Summarise it.")]),
  },
  {
    name: "exact-hit-100kb-conversation",
    gate: GATE.large,
    requests: 40,
    request: (index) => callOptions(conversation(100, index)),
  },
];

/** What an exact hit costs on a memory store, and what recording and replaying cost per chunk. */
export const exactHit: Bench = async ({ report }) => {
  const rows: Row[] = [];
  const tell = (row: Row): void => {
    rows.push(row);
    report(row);
  };
  for (const scenario of SCENARIOS) tell(await measureHit(scenario));
  for (const row of await measureStreams()) tell(row);
  return summary(rows);
};

async function measureHit({ name, gate, requests, request }: Scenario): Promise<Row> {
  const cache = semanticCache();
  const stored = Array.from({ length: requests }, (_, index) => request(index));
  for (const call of stored) await generate(cache, call, answer);
  await cache.flush();

  let calls: readonly CallOptions[] = [];
  const prepare = (): void => {
    calls = sentAgain(stored);
  };
  const { hit, stringify } = await measure(
    {
      hit: { prepare, run: () => hitAll(cache, calls) },
      stringify: { prepare, run: () => stringifyAll(calls) },
    },
    { rounds: ROUNDS },
  );
  const ratio = rounded(hit.min / stringify.min);
  return {
    name,
    ratio,
    medianRatio: rounded(medianRatio(hit, stringify)),
    hitMicroseconds: rounded((1_000 * hit.min) / requests),
    medianHitMicroseconds: rounded((1_000 * hit.median) / requests),
    stringifyMicroseconds: rounded((1_000 * stringify.min) / requests),
    gate,
    ok: ratio <= gate,
  };
}

/** One request after the other, with all that hits leave to do behind them. */
async function hitAll(
  cache: ReturnType<typeof semanticCache>,
  calls: readonly CallOptions[],
): Promise<number> {
  let parts = 0;
  for (const call of calls) parts += (await generate(cache, call, mustNotBeAsked)).content.length;
  await cache.flush();
  return parts;
}

function stringifyAll(calls: readonly CallOptions[]): number {
  let length = 0;
  for (const call of calls) length += JSON.stringify(call).length;
  return length;
}

function conversation(messages: number, seed: number): CallOptions["prompt"] {
  const turns = Array.from({ length: messages }, (_, index) =>
    said(index % 2 === 0 ? "user" : "assistant", textOf(KB, seed * messages + index)),
  );
  return [...turns, said("user", "And what does that cost?")];
}

function summary(rows: readonly Row[]): string {
  const ratioOf = (name: string): unknown => rows.find((row) => row.name === name)?.ratio;
  const failed = rows.filter(({ ok }) => ok === false).map(({ name }) => name);
  const verdict =
    failed.length === 0 ? "every gate is kept" : `over the gate: ${failed.join(", ")}`;
  return (
    `An exact hit costs ${ratioOf("exact-hit-1kb")} times JSON.stringify of a 1 KB request and ` +
    `${ratioOf("exact-hit-100kb")} times that of a 100 KB one; ${verdict}.`
  );
}
