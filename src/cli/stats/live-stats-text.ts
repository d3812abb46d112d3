import { counted, percent, whole } from "../../evaluate/format.ts";
import { oneLine } from "../../evaluate/text/one-line.ts";
import type { Paint } from "../../evaluate/text/paint.ts";
import { tableLines } from "../../evaluate/text/table.ts";
import type { CacheStats } from "../../observe/stats.ts";
import { countedEntries, latencyText, timeText } from "../text/amounts.ts";
import type { LiveStats } from "./live-stats.ts";

/** What a running application did, for people. */
export function liveStatsText({ stats, store, size, namespaces }: LiveStats, paint: Paint): string {
  const held = size ? `, ${countedEntries(size.entries)}` : "";
  const head = `${counted(stats.requests, "request")}, ${percent(stats.hitRate)} answered from the cache (store ${oneLine(store.name)}${held})`;
  const sections = [
    [paint.strong(head), ...savedLines(stats)],
    countLines("Hits", stats.hits, paint),
    countLines("Misses", stats.misses, paint),
    countLines("Bypasses", stats.bypasses, paint),
    countLines("Not stored", stats.notStored, paint),
    latencyLines(stats, paint),
    namespaceLines(namespaces, paint),
  ];
  const shown = sections.filter((lines) => lines.length > 0);
  return shown.map((lines) => lines.join("\n")).join("\n\n");
}

function savedLines({ saved, errors }: CacheStats): string[] {
  const tokens = whole(saved.inputTokens + saved.outputTokens);
  const money = saved.netMoney ?? saved.money;
  const cost =
    money === undefined
      ? ""
      : ` and ${money.toFixed(2)} ${oneLine(saved.currency ?? "")}`.trimEnd();
  return [
    `Saved ${tokens} tokens, ${timeText(saved.milliseconds)} of waiting${cost}.`,
    ...(errors > 0 ? [`${whole(errors)} errors inside the cache: misses, not failed calls.`] : []),
  ];
}

function countLines(
  title: string,
  counts: Readonly<Partial<Record<string, number>>>,
  paint: Paint,
): string[] {
  const rows = Object.entries(counts)
    .filter(([, count = 0]) => count > 0)
    .map(([name, count = 0]) => [oneLine(name), whole(count)]);
  return rows.length === 0 ? [] : table([{ title, align: "left" }, { title: "" }], rows, paint);
}

function latencyLines({ latency }: CacheStats, paint: Paint): string[] {
  const rows = Object.entries(latency).map(([name, { p50, p95, p99 }]) => [
    oneLine(name),
    ...[p50, p95, p99].map(latencyText),
  ]);
  const titles = [{ title: "p50" }, { title: "p95" }, { title: "p99" }];
  return table([{ title: "Lookups", align: "left" }, ...titles], rows, paint);
}

function namespaceLines(namespaces: LiveStats["namespaces"], paint: Paint): string[] {
  if (namespaces.length < 2) return [];
  const titles = [{ title: "entries" }, { title: "requests" }, { title: "hits" }];
  const rows = namespaces.map(({ name, entries, requests, hitRate }) => [
    oneLine(name) || "(none)",
    entries === undefined ? "–" : whole(entries),
    whole(requests),
    percent(hitRate),
  ]);
  return table([{ title: "Namespace", align: "left" }, ...titles], rows, paint);
}

function table(
  columns: Parameters<typeof tableLines>[0],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string[] {
  const [head = "", ...lines] = tableLines(columns, rows);
  return [paint.faint(head), ...lines];
}
