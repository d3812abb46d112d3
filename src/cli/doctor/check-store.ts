import type { CacheStore, StoreCapabilities, StoreSize } from "../../store.ts";
import { bytesText, countedEntries, latencyText } from "../text/amounts.ts";
import { messageOf } from "../text/message-of.ts";
import { type Finding, findings, found } from "./finding.ts";
import { type Latencies, roundTrip } from "./round-trip.ts";

/** What was learned of a store. */
export interface StoreCheck {
  readonly findings: readonly Finding[];
  /** Absent where the store does not answer. */
  readonly latencies?: Latencies | undefined;
}

/** Reaches a store, tries everything it does, and says what it can do. */
export async function checkStore(
  store: CacheStore,
  address: string,
  dimensions: number | undefined,
): Promise<StoreCheck> {
  let latencies: Latencies | undefined;
  const reached = await found("store", () => reach(store, address), { advice: UNREACHABLE });
  if (reached.some(({ status }) => status === "error")) return { findings: reached };
  const tried = await found("round trip", tryOut, { advice: REFUSED });
  return { latencies, findings: [...reached, capabilities(store.capabilities), ...tried] };

  async function tryOut(): Promise<Finding[]> {
    const trip = await roundTrip(store, dimensions);
    latencies = trip.latencies;
    const { ok, error } = findings("round trip");
    const advice = "Entries get lost: is something else writing to, or emptying, this store?";
    return trip.problems.length > 0
      ? trip.problems.map((problem) => error(problem, advice))
      : [ok(latencyList(latencies))];
  }
}

const REFUSED = "May your user write and delete? The cache needs both.";
const UNREACHABLE = "Check the address, that the server runs, and what your user may do.";

async function reach(store: CacheStore, address: string): Promise<Finding[]> {
  const { entries, bytes } = await sizeOf(store, address);
  const size = bytes === undefined ? "" : `, ${bytesText(bytes)}`;
  return [
    findings("store").ok(`${address} (${store.name}) holds ${countedEntries(entries)}${size}`),
  ];
}

async function sizeOf(store: CacheStore, address: string): Promise<StoreSize> {
  try {
    return await store.size();
  } catch (error) {
    throw new Error(`${address}: ${messageOf(error)}`);
  }
}

function capabilities(can: StoreCapabilities): Finding {
  const { ok, warning } = findings("capabilities");
  const facts = `search ${can.search}, expiry ${can.expiry}, consistency ${can.consistency}, ${can.shared ? "shared between processes" : "this process only"}`;
  if (can.search === "none") return warning(facts, "This store finds exact hits only.");
  if (can.shared) return ok(facts);
  return warning(facts, "Answers are lost at every restart: take a shared store in production.");
}

function latencyList({ set, get, search, delete: removal }: Latencies): string {
  const searched = search === undefined ? "" : `, search ${latencyText(search)}`;
  return `set ${latencyText(set)}, get ${latencyText(get)}${searched}, delete ${latencyText(removal)}; no entry was left`;
}
