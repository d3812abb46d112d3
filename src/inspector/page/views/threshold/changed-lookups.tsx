import type { JSX } from "preact";
import { Card } from "../../parts/card.tsx";
import { Chip } from "../../parts/chip.tsx";
import { Question } from "../../parts/question.tsx";
import { Similarity } from "../../parts/similarity.tsx";
import { Table } from "../../parts/table.tsx";
import { hrefTo } from "../../route.ts";
import { reasonName } from "../../words.ts";
import { type Change, type Concerned, concernedBy } from "./concerned.ts";
import type { WhatIf } from "./what-if.ts";

const MOST = 50;

const CHANGES: Readonly<Record<Change, JSX.Element>> = {
  lost: <Chip tone="miss" text="hit → miss" />,
  won: <Chip tone="semantic" text="miss → hit?" />,
  vetoed: <Chip tone="other" text="stays a miss" />,
};

/** The lookups another threshold concerns, those nearest to it first. */
export function ChangedLookups({ change }: { readonly change: WhatIf }): JSX.Element {
  const rows = concernedBy(change);
  return (
    <Card title="Lookups this concerns" about={aboutOf(rows.length)}>
      {rows.length > 0 && (
        <Table
          label="Lookups this concerns"
          columns={[
            { name: "Change" },
            { name: "Similarity", isNumber: true },
            { name: "Why it was so" },
            { name: "Question" },
            { name: "Nearest stored question" },
          ]}
        >
          {rows.slice(0, MOST).map((row) => (
            <ChangedRow key={row.name} {...row} />
          ))}
        </Table>
      )}
    </Card>
  );
}

function aboutOf(count: number): string {
  if (count === 0) return "None: at this threshold everything is as it was.";
  return count > MOST ? `The ${MOST} of ${count} that are nearest to the threshold.` : "";
}

function ChangedRow({ kind, lookup, times }: Concerned): JSX.Element {
  const { similarity, reason, entryId, storedAs } = lookup;
  return (
    <tr class={entryId ? "linked" : ""}>
      <td class="why">
        {CHANGES[kind]}
        {times > 1 && <span class="faint"> {times} ×</span>}
      </td>
      <td class="number">
        <Similarity value={similarity} />
      </td>
      <td class="why">{reason ? reasonName("miss", reason) : "similar enough"}</td>
      <td class="text">{storedAs ? <Question entryId={storedAs} /> : <NotKept />}</td>
      <td class="text">
        {entryId ? (
          <a href={hrefTo("neighbours", { entry: entryId })}>
            <Question entryId={entryId} />
          </a>
        ) : (
          <span class="faint">not known</span>
        )}
      </td>
    </tr>
  );
}

function NotKept(): JSX.Element {
  return (
    <span class="faint" title="What was asked is kept only where it was stored.">
      not kept
    </span>
  );
}
