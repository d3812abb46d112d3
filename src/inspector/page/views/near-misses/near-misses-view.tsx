import type { JSX } from "preact";
import { useInspection } from "../../inspection.ts";
import { Card } from "../../parts/card.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Table } from "../../parts/table.tsx";
import { NearMissRow } from "./near-miss-row.tsx";

/** Questions that missed though something was near, or that keep being asked: what warming is for. */
export function NearMissesView(): JSX.Element {
  const { overview, announce } = useInspection();
  const { nearMisses } = overview;
  const questions = nearMisses.flatMap(({ query }) => query ?? []);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(
        questions.map((text) => `${JSON.stringify(text)}\n`).join(""),
      );
      announce(`${questions.length} questions are in the clipboard, one a line.`);
    } catch {
      announce("The browser does not let this page write to the clipboard.");
    }
  }

  return (
    <Card
      title="Near misses"
      about="Questions that missed though something near was stored, or that missed more than once. Warming stores their answers before they are asked again."
      beside={
        questions.length > 0 && (
          <button type="button" onClick={copy}>
            Copy the questions
          </button>
        )
      }
    >
      {nearMisses.length === 0 ? (
        <Empty title="No near misses so far">
          <p>
            A miss shows here when the nearest stored question was almost similar enough, or was
            vetoed by a guard, and when the same question misses again and again.
          </p>
        </Empty>
      ) : (
        <Table
          label="Near misses"
          columns={[
            { name: "Question" },
            { name: "Missed", isNumber: true },
            { name: "Similarity", isNumber: true },
            { name: "Nearest stored question" },
            { name: "Why" },
            { name: "Last", isNumber: true, class: "rare" },
          ]}
        >
          {nearMisses.map((nearMiss) => (
            <NearMissRow key={nearMiss.entryId} nearMiss={nearMiss} />
          ))}
        </Table>
      )}
    </Card>
  );
}
