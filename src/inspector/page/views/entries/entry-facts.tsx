import type { JSX } from "preact";
import { cosine, counted } from "../../../../evaluate/format.ts";
import type { ShownEntry } from "../../../contract.ts";
import { bytesText, dateText, whenText } from "../../format.ts";

/** All that is known of an entry beside its texts. */
export function EntryFacts({ entry }: { readonly entry: ShownEntry }): JSX.Element {
  return (
    <dl class="facts">
      {factsOf(entry).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(entry: ShownEntry): [name: string, value: string | JSX.Element][] {
  const { model, namespace, createdAt, staleAt, expiresAt, bytes, dimensions, pinned } = entry;
  const vector =
    dimensions === undefined ? "no vector: exact hits only" : `${dimensions} dimensions`;
  return [
    ["Model", model],
    ["Namespace", namespace || "none"],
    ["Stored", momentText(createdAt)],
    ["Stale", pinned ? "never: pinned" : momentText(staleAt)],
    ["Expires", pinned ? "never: pinned" : momentText(expiresAt)],
    ["Size", `${bytesText(bytes)}, ${vector}`],
    ...learnedOf(entry),
    ["Id", <code key="id">{entry.entryId}</code>],
  ];
}

function learnedOf(entry: ShownEntry): [name: string, value: string][] {
  const { quarantinedAt, leastSimilarity, observations, correct } = entry;
  const learned: [name: string, value: string][] = [
    [
      "Learned",
      observations === 0
        ? "never compared with another question"
        : `right for ${correct} of ${counted(observations, "other question")}`,
    ],
  ];
  if (leastSimilarity !== undefined) {
    learned.push(["Serves from", `similarity ${cosine(leastSimilarity)}`]);
  }
  if (quarantinedAt !== undefined) {
    learned.push(["Known wrong", `since ${momentText(quarantinedAt)}: served to nobody`]);
  }
  return learned;
}

function momentText(moment: number): string {
  return `${dateText(moment)} (${whenText(moment)})`;
}
