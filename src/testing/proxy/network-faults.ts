import { invalid } from "../check.ts";

/** What is wrong with a network. Faults can be combined; none is given: all is well. */
export interface NetworkFaults {
  /** Open connections are reset, and new ones refused. */
  readonly refuse?: boolean | undefined;
  /** Connections are taken and kept, and nothing passes either way: what a half-open link looks like. */
  readonly blackHole?: boolean | undefined;
  /** Each piece of a reply comes so many milliseconds later. */
  readonly latencyMs?: number | undefined;
  /** And up to so many milliseconds more, at random. */
  readonly jitterMs?: number | undefined;
  /** Replies come no faster than this. */
  readonly bytesPerSecond?: number | undefined;
  /** Replies come in pieces of so many bytes. */
  readonly sliceBytes?: number | undefined;
  /** Each connection is reset after so many bytes of replies, counted from when the fault began. */
  readonly cutAfterBytes?: number | undefined;
  /** Replies have their length, and random bytes. */
  readonly garbage?: boolean | undefined;
  /** What is answered to each piece of a request in place of the server, which hears nothing of it. */
  readonly reply?: ((request: Uint8Array) => string | Uint8Array) | undefined;
}

const FLAGS: readonly string[] = ["refuse", "blackHole", "garbage"];
const NUMBERS: readonly string[] = [
  "latencyMs",
  "jitterMs",
  "bytesPerSecond",
  "sliceBytes",
  "cutAfterBytes",
];

/** @throws SemanticCacheError `invalid-options` for a fault that is not there, or not of its kind. */
export function checkFaults(faults: NetworkFaults): void {
  for (const [name, value] of Object.entries(faults)) {
    if (value === undefined) continue;
    const expected = expectedOf(name, value);
    if (expected) throw invalid("startFaultProxy", name, expected, value);
  }
}

/** What a fault must be, when it is not. */
function expectedOf(name: string, value: unknown): string | undefined {
  if (FLAGS.includes(name)) return typeof value === "boolean" ? undefined : "true or false";
  if (NUMBERS.includes(name)) return Number(value) >= 0 ? undefined : "a number, 0 or more";
  if (name === "reply") return typeof value === "function" ? undefined : "a function";
  return `one of ${[...FLAGS, ...NUMBERS, "reply"].join(", ")}`;
}
