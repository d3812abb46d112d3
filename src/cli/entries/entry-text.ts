import { whole } from "../../evaluate/format.ts";
import { oneLine } from "../../evaluate/text/one-line.ts";
import type { Paint } from "../../evaluate/text/paint.ts";
import type { EntryView } from "../../manage/entry-view.ts";
import { bytesText, timeText } from "../text/amounts.ts";
import { fittingTable } from "../text/fitting-table.ts";
import { readable } from "../text/readable.ts";
import { shortId } from "./entry-id.ts";

/** Entries as a table that fits the terminal. */
export function entryTable(entries: readonly EntryView[], paint: Paint): string[] {
  const columns = [
    { title: "id", align: "left" },
    { title: "question", align: "left", flexible: true },
    { title: "model", align: "left", flexible: true },
    { title: "namespace", align: "left", flexible: true },
    { title: "age" },
    { title: "ends" },
    { title: "size" },
  ] as const;
  const shown = columns.filter(
    ({ title }) => title !== "namespace" || entries.some(({ namespace }) => namespace !== ""),
  );
  const rows = entries.map((entry) => {
    const cells = cellsOf(entry);
    return shown.map(({ title }) => cells[title]);
  });
  const [head = "", ...lines] = fittingTable(shown, rows);
  return [paint.faint(head), ...lines];
}

function cellsOf(entry: EntryView) {
  const { entryId, query, model, namespace, createdAt, bytes } = entry;
  return {
    id: shortId(entryId),
    question: query === undefined ? "(no question)" : oneLine(query),
    model: oneLine(model),
    namespace: oneLine(namespace),
    age: timeText(Date.now() - createdAt),
    ends: endOf(entry),
    size: bytesText(bytes),
  };
}

function endOf({ pinned, quarantinedAt, expiresAt, staleAt }: EntryView): string {
  if (quarantinedAt !== undefined) return "wrong";
  if (pinned) return "pinned";
  return `${staleAt <= Date.now() ? "stale, " : ""}${timeText(expiresAt - Date.now())}`;
}

/** All of one entry. */
export function entryText(entry: EntryView, paint: Paint): string {
  const { entryId, query, model, namespace, createdAt, staleAt, expiresAt, answer } = entry;
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ["question", query && readable(query)],
    ["model", oneLine(model)],
    ["namespace", oneLine(namespace) || "(none)"],
    ["stored", moment(createdAt)],
    ["stale", entry.pinned ? "never: it is pinned" : moment(staleAt)],
    ["gone", entry.pinned ? "never: it is pinned" : moment(expiresAt)],
    ["known wrong", entry.quarantinedAt && moment(entry.quarantinedAt)],
    ["vector", entry.dimensions ? `${whole(entry.dimensions)} dimensions` : "none"],
    ["text", bytesText(entry.bytes)],
    ["learned", learned(entry)],
    ["id", entryId],
  ].map(([name = "", value]) => [name as string, value as string | undefined] as const);
  const lines = rows
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${paint.faint(name.padEnd(12))}${value}`);
  return [...lines, "", readable(answer)].join("\n");
}

function learned({ observations, correct, leastSimilarity }: EntryView): string | undefined {
  if (observations === 0) return undefined;
  const least =
    leastSimilarity === undefined ? "" : `; served from ${leastSimilarity.toFixed(3)} on`;
  return `right for ${correct} of ${observations} other questions${least}`;
}

function moment(time: number): string {
  const away = time - Date.now();
  const distance = away < 0 ? `${timeText(-away)} ago` : `in ${timeText(away)}`;
  return `${new Date(time).toISOString()} (${distance})`;
}
