/**
 * Runs benches: `npm run bench` runs all and writes `bench/RESULTS.md`, `npm run bench -- NAME` runs one.
 *
 *   --list         only names them
 *   --json         one JSON object per row on stdout, and nothing else
 *   --data DIR     labelled data, for the benches that need it
 *   --sizes 1k,1m  how many entries, for the benches of stores
 *   --only NAMES   which stores, for the bench of the stores; which parts, for the bench of quality
 *   --show-failures SET  at most 20 failures of a set of pairs, for the bench of quality
 */
import { parseArgs } from "node:util";
import type { Bench } from "./support/bench.ts";
import { type LabelledData, openLabelledData } from "./support/labelled-data.ts";
import { jsonReporter, tableReporter } from "./support/report.ts";
import { runAll } from "./support/run-all.ts";

interface Listed {
  readonly about: string;
  readonly needsData?: boolean;
  readonly load: () => Promise<Bench>;
}

/** In the order in which all of them are run: what takes minutes comes last. */
const BENCHES: Readonly<Record<string, Listed>> = {
  "exact-hit": {
    about: "What an exact hit costs, and what recording and replaying a stream cost per chunk",
    load: async () => (await import("./exact-hit.ts")).exactHit,
  },
  lookup: {
    about: "What a lookup by meaning costs in a cache of 1,000 and of 10,000 entries",
    load: async () => (await import("./lookup.ts")).lookup,
  },
  "memory-lookup": {
    about: "The memory store beside native indexes: time, recall, memory (--sizes, --data)",
    load: async () => (await import("./memory-lookup.ts")).memoryLookup,
  },
  middleware: {
    about:
      "What a miss, a hit and a first chunk cost through generateText and streamText (--sizes)",
    load: async () => (await import("./middleware.ts")).middleware,
  },
  peers: {
    about: "Other caches and other indexes: what they do and how fast (--only, --sizes)",
    load: async () => (await import("./peers.ts")).peers,
  },
  stampede: {
    about: "A thousand streams at once of one question: model calls, memory, time",
    load: async () => (await import("./stampede.ts")).stampede,
  },
  freshness: {
    about: "Questions answered while the provider is down, with and without stale answers",
    needsData: true,
    load: async () => (await import("./freshness.ts")).freshness,
  },
  context: {
    about: "Whether conversations and unrelated prompts are kept apart",
    needsData: true,
    load: async () => (await import("./context.ts")).context,
  },
  thresholds: {
    about: "Hits and false hits per threshold, with and without guards",
    needsData: true,
    load: async () => (await import("./thresholds.ts")).thresholds,
  },
  traffic: {
    about: "Hits and wrong answers on streams of questions, per threshold",
    needsData: true,
    load: async () => (await import("./traffic.ts")).traffic,
  },
  quality: {
    about: "Whether hits are right: guards on labelled pairs, policies on streams (--only)",
    needsData: true,
    load: async () => (await import("./quality.ts")).quality,
  },
  stores: {
    about: "What a lookup costs in every store, in time, bytes and round trips (--sizes, --only)",
    load: async () => (await import("./stores.ts")).stores,
  },
  load: {
    about: "Callers at once, dead stores, memory, a web server (--only, --sizes)",
    load: async () => (await import("./load.ts")).load,
  },
};

// The SDK logs warnings of models to the console, where they would stand between the rows.
Reflect.set(globalThis, "AI_SDK_LOG_WARNINGS", false);

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      data: { type: "string" },
      sizes: { type: "string" },
      only: { type: "string" },
      "show-failures": { type: "string" },
    },
  });
  const [name, ...others] = positionals;
  if (values.list) return list();
  if (name === undefined) return all(values.data);
  const listed = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!listed || others.length > 0) throw new Error(unknownBench(positionals.join(" ")));

  const data = (): LabelledData => openLabelledData(values.data);
  if (listed.needsData) data(); // fails before anything is printed
  const bench = await listed.load();
  const { start, end, ...reports } = values.json ? jsonReporter() : tableReporter(listed.about);
  start();
  const sizes = values.sizes?.split(",").map(toSize);
  const only = values.only?.split(",");
  const hasData = values.data !== undefined;
  const showFailures = values["show-failures"];
  end(await bench({ data, hasData, sizes, only, showFailures, ...reports }));
}

/** With the labelled data when it is given; without it, what needs it is left out. */
function all(data: string | undefined): Promise<void> {
  const planned = Object.entries(BENCHES).map(([name, { about, needsData }]) => {
    const leftOut = needsData && data === undefined ? "needs --data DIR" : undefined;
    return { name, about, leftOut };
  });
  return runAll(planned, data === undefined ? [] : ["--data", data]);
}

/** `10k` is 10,000, `1m` a million. */
function toSize(text: string): number {
  const [, digits, unit = ""] = /^(\d+)([km]?)$/.exec(text) ?? [];
  if (!digits) throw new Error(`--sizes must be like 1k,10k; got "${text}".`);
  return Number(digits) * ({ k: 1_000, m: 1_000_000 }[unit] ?? 1);
}

function list(): void {
  const width = Math.max(...Object.keys(BENCHES).map((name) => name.length));
  for (const [name, { about, needsData }] of Object.entries(BENCHES)) {
    console.log(`${name.padEnd(width)}  ${about}${needsData ? " (needs --data DIR)" : ""}`);
  }
}

function unknownBench(name: string): string {
  return `There is no bench "${name}". There are: ${Object.keys(BENCHES).join(", ")}.`;
}
