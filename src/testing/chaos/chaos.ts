import type { MaybePromise } from "../../store.ts";
import { type ChaosPlan, checkPlan, type FaultSource, type FaultTable } from "./chaos-plan.ts";
import { seededRandom } from "./seeded-random.ts";
import { hang, pause } from "./waiting.ts";

/** What any dependency can do. Everything else is damage to what it returns. */
export type CommonFault = "throw" | "delay" | "hang";

/** The switch and the counters of a chaos tool. */
export interface ChaosControl<Method extends string, Fault extends string> {
  /** From now on this plan. Calls are numbered from 1 again; `use({})` lets everything pass. */
  use(plan: ChaosPlan<Method, Fault>): void;
  /** How many calls met which fault, and how many were left alone (`ok`), of one method or of all. */
  counts(method?: Method): Readonly<Record<Fault | "ok", number>>;
}

/** What a chaos tool adds to the object that it disturbs. */
export interface Chaotic<Method extends string, Fault extends string> {
  readonly chaos: ChaosControl<Method, Fault>;
}

/** What damage is made with. */
export interface ChaosTools {
  /** From 0 to below 1. */
  readonly random: () => number;
  /** How long something that is slow takes this time, in milliseconds. */
  readonly delayMs: () => number;
  /** What a method throws when it fails on purpose. */
  readonly errorOf: (method: string) => unknown;
}

/** Decides about calls, and does to them what needs to know nothing of what they return. */
export interface Chaos<Method extends string, Fault extends string> {
  readonly control: ChaosControl<Method, Fault>;
  readonly tools: ChaosTools;
  /** Makes a call, or lets it throw, wait or hang; `work` does the faults that are left. */
  call<Result>(
    method: Method,
    work: (fault: Exclude<Fault, CommonFault> | "ok") => MaybePromise<Result>,
    signal?: AbortSignal | undefined,
  ): MaybePromise<Result>;
}

/**
 * A {@link Chaos} over the methods and faults of `table`.
 *
 * @throws SemanticCacheError `invalid-options` when the plan names what is not there.
 */
export function createChaos<Method extends string, Fault extends string>(
  tool: string,
  table: FaultTable<Method, Fault | CommonFault>,
  firstPlan: ChaosPlan<Method, Fault>,
): Chaos<Method, Fault> {
  let plan = firstPlan;
  let random = seededRandom(1);
  let numbers = new Map<object, number>();
  const counted = new Map<string, number>();

  function use(next: ChaosPlan<Method, Fault>): void {
    checkPlan(tool, table, next as ChaosPlan<Method, Fault | CommonFault>);
    plan = next;
    random = seededRandom(next.seed ?? 1);
    numbers = new Map();
  }

  function decide(method: Method): Fault | "ok" {
    const source = plan.methods?.[method] ?? plan.all;
    if (!source) return "ok";
    const call = (numbers.get(source) ?? 0) + 1;
    numbers.set(source, call);
    const fault = faultOf(source, call, method, random);
    const isPossible = table[method].some((possible) => possible === fault);
    return isPossible ? fault : "ok"; // a plan for all methods may ask what this one cannot do
  }

  function count(method: Method, fault: Fault | "ok"): void {
    const name = `${method} ${fault}`;
    counted.set(name, (counted.get(name) ?? 0) + 1);
  }

  const methods = Object.keys(table) as Method[];
  const countsOf = (fault: string, wanted: readonly Method[]): number =>
    wanted.reduce((sum, method) => sum + (counted.get(`${method} ${fault}`) ?? 0), 0);

  const tools: ChaosTools = {
    random: () => random(),
    delayMs() {
      const { delayMs = 100 } = plan;
      const [least, most] = typeof delayMs === "number" ? [delayMs, delayMs] : delayMs;
      return least + random() * (most - least);
    },
    errorOf: (method) =>
      plan.error ? plan.error() : new Error(`${tool}: ${method} fails on purpose.`),
  };

  use(firstPlan);
  return {
    tools,
    control: {
      use,
      counts(method) {
        const wanted = method === undefined ? methods : [method];
        const faults = ["ok", ...new Set(wanted.flatMap((each) => table[each]))];
        const counts = faults.map((fault) => [fault, countsOf(fault, wanted)]);
        return Object.fromEntries(counts) as Record<Fault | "ok", number>;
      },
    },
    call(method, work, signal) {
      const fault = decide(method);
      count(method, fault);
      if (fault === "throw") throw tools.errorOf(method);
      if (fault === "hang") return hang(signal);
      if (fault === "delay") return pause(tools.delayMs(), signal).then(() => work("ok"));
      return work(fault as Exclude<Fault, CommonFault> | "ok");
    },
  };
}

function faultOf<Method extends string, Fault extends string>(
  source: FaultSource<Method, Fault>,
  call: number,
  method: Method,
  random: () => number,
): Fault | "ok" {
  if (typeof source === "function") return source(call, method) ?? "ok";
  if (Array.isArray(source)) return source[call - 1] ?? "ok";
  let rest = random();
  const hit = Object.entries(source).find(([, chance]) => {
    rest -= Number(chance ?? 0);
    return rest < 0;
  });
  return (hit?.[0] as Fault | undefined) ?? "ok";
}
