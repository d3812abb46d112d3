import { isRecord } from "./is-record.ts";

/**
 * A module of Node (or of a runtime that has Node's), without an `import` that bundlers for the edge
 * would stumble over; `undefined` where it is not there.
 */
export function builtinModule(name: string): Readonly<Record<string, unknown>> | undefined {
  const process: unknown = Reflect.get(globalThis, "process");
  const load = isRecord(process) ? process.getBuiltinModule : undefined;
  try {
    const module: unknown = typeof load === "function" ? load.call(process, name) : undefined;
    return isRecord(module) ? module : undefined;
  } catch {
    return undefined; // in the edge runtime of Next.js the function is there, and throws
  }
}
