import { whole } from "../../evaluate/format.ts";
import { oneLine } from "../../evaluate/text/one-line.ts";
import type { Paint } from "../../evaluate/text/paint.ts";
import { bytesText, countedEntries, timeText } from "../text/amounts.ts";
import { fittingTable } from "../text/fitting-table.ts";
import type { NamedAmount, Survey, VectorAmount } from "./survey.ts";

/** Names of embedding models by the hashes of their spaces, as far as they are known. */
export type SpaceNames = ReadonlyMap<string, string>;

/** A survey for people. */
export function surveyText(
  survey: Survey,
  { address, spaces, paint }: { address: string; spaces: SpaceNames; paint: Paint },
): string {
  const { entries, bytes } = survey;
  const head = paint.strong(
    `${address}: ${countedEntries(entries)}, ${bytesText(bytes)} of text and vectors`,
  );
  const sections = [
    [head],
    named("Namespace", survey.namespaces, paint),
    named("Model", survey.models, paint),
    vectorLines(survey.vectors, spaces, paint),
    ageLines(survey, paint),
    noteLines(survey),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const MOST_NAMES = 20;

function named(title: string, amounts: readonly NamedAmount[], paint: Paint): string[] {
  const shown = amounts.slice(0, MOST_NAMES);
  if (shown.length === 0) return [];
  const columns = [
    { title, align: "left", flexible: true } as const,
    { title: "entries" },
    { title: "bytes" },
  ];
  const rows = shown.map(({ name, entries, bytes }) => [
    name === "" ? "(none)" : oneLine(name),
    whole(entries),
    bytesText(bytes),
  ]);
  const [head = "", ...lines] = fittingTable(columns, rows);
  const rest = amounts.length - shown.length;
  return [paint.faint(head), ...lines, ...(rest > 0 ? [`… and ${whole(rest)} more`] : [])];
}

function vectorLines(vectors: readonly VectorAmount[], spaces: SpaceNames, paint: Paint): string[] {
  if (vectors.length === 0) return [];
  const columns = [
    { title: "Vectors", align: "left", flexible: true } as const,
    { title: "dimensions" },
    { title: "entries" },
  ];
  const rows = vectors.map(({ space, dimensions, entries }) => [
    nameOf(space, spaces),
    dimensions === null ? "–" : whole(dimensions),
    whole(entries),
  ]);
  const [head = "", ...lines] = fittingTable(columns, rows);
  return [paint.faint(head), ...lines];
}

function nameOf(space: string | null, spaces: SpaceNames): string {
  if (space === null) return "none: hit exactly only";
  return (
    spaces.get(space) ?? `of an embedding model this cache does not have (${space.slice(0, 8)})`
  );
}

function ageLines({ ages, entries }: Survey, paint: Paint): string[] {
  if (entries === 0) return [];
  const rows = ages
    .filter((age) => age.entries > 0)
    .map((age) => [ageName(ages.indexOf(age), ages), whole(age.entries)]);
  const [head = "", ...lines] = fittingTable(
    [{ title: "Age", align: "left" }, { title: "entries" }],
    rows,
  );
  return [paint.faint(head), ...lines];
}

function ageName(at: number, ages: Survey["ages"]): string {
  const { upToMs = null } = ages[at] ?? {};
  return upToMs === null
    ? `more than ${timeText(ages[at - 1]?.upToMs ?? 0)}`
    : `up to ${timeText(upToMs)}`;
}

function noteLines(survey: Survey): string[] {
  const { expiring, stale, pinned, quarantined, unknownFormat, embeddings, unreadable } = survey;
  const notes: readonly (readonly [count: number, what: string])[] = [
    [expiring.hour, "will be gone within an hour"],
    [expiring.day, "will be gone within a day"],
    [stale, "stale: served while they are renewed"],
    [pinned, "pinned: kept for ever"],
    [quarantined, "known to be wrong: served to nobody"],
    [unknownFormat, "of another version of this package: left alone"],
    [embeddings, "of cachedEmbeddings, not counted above"],
    [unreadable, "that cannot be read: damaged, or encrypted with a key of your config"],
  ];
  return notes
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${countedEntries(count)} ${what}`);
}
