import type { StoreServer } from "../stores/opened-store.ts";
import { latencyText } from "../text/amounts.ts";
import { type Finding, findings } from "./finding.ts";

/** Lifetimes are moments: clocks that differ more end answers visibly early or late. */
const MOST_MS = 5_000;

/** The clock of the server against the one of this machine. */
export async function checkClock(server: StoreServer | undefined): Promise<Finding[]> {
  const { ok, warning, skipped } = findings("clock");
  const read = server && readerOf(server);
  if (!read) return [skipped("this store does not tell the time")];
  await read(); // the first call may have to connect
  const before = Date.now();
  const there = await read();
  const after = Date.now();
  const isBetween = there >= before && there <= after;
  const difference = isBetween ? 0 : there - (before + after) / 2;
  const facts = `the server is ${latencyText(Math.abs(difference))} ${difference < 0 ? "behind" : "ahead of"} this machine`;
  return Math.abs(difference) <= MOST_MS
    ? [ok(Math.abs(difference) < 1 ? "the server and this machine agree" : facts)]
    : [warning(facts, "Set both clocks (NTP): answers end too early or too late by this much.")];
}

function readerOf(server: StoreServer): (() => Promise<number>) | undefined {
  if (server.kind === "redis") {
    return async () => {
      const [seconds, microseconds] = (await server.call("TIME")) as [unknown, unknown];
      return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    };
  }
  if (server.kind === "postgres") {
    return async () => {
      const sql = "SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now";
      return Number((await server.query(sql))[0]?.now);
    };
  }
  return undefined; // a file has the clock of this machine; services do not tell theirs
}
