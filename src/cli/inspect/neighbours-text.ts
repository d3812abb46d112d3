import { cosine } from "../../evaluate/format.ts";
import { oneLine } from "../../evaluate/text/one-line.ts";
import type { Paint } from "../../evaluate/text/paint.ts";
import type { NearEntry } from "../../manage/neighbours.ts";
import { shortId } from "../entries/entry-id.ts";
import { timeText } from "../text/amounts.ts";
import { fittingTable } from "../text/fitting-table.ts";

const ADVICE =
  "These are of all scopes: model, instructions, settings and earlier turns must be equal, too. With --model and --system the question is explained as your application would ask it.";

/** The nearest stored questions, for people. */
export function neighboursText(
  near: readonly NearEntry[],
  { address, paint }: { readonly address: string; readonly paint: Paint },
): string {
  if (near.length === 0) {
    return `Nothing in ${address} can be compared with this question: it is empty, or holds no vectors of this cache's embedding model (see stats).`;
  }
  const columns = [
    { title: "similarity" },
    { title: "verdict", align: "left" },
    { title: "stored question", align: "left", flexible: true },
    { title: "model", align: "left", flexible: true },
    { title: "age" },
    { title: "id", align: "left" },
  ] as const;
  const rows = near.map((neighbour) => [
    cosine(neighbour.similarity),
    verdictOf(neighbour),
    oneLine(neighbour.query ?? "(no question)"),
    oneLine(neighbour.entry.model),
    timeText(neighbour.ageMs),
    shortId(neighbour.entryId),
  ]);
  const [head = "", ...lines] = fittingTable(columns, rows);
  const vetoes = near.slice(0, 1).flatMap(vetoLines);
  return [paint.faint(head), ...lines, ...vetoes, "", paint.faint(ADVICE)].join("\n");
}

function verdictOf({ verdict }: NearEntry): string {
  if (verdict.accepted) return "served";
  return verdict.guard ? `vetoed: ${verdict.guard.name}` : (verdict.reason ?? "refused");
}

/** Why the nearest is refused, in the guards' words. */
function vetoLines({ guards }: NearEntry): string[] {
  const spoken = guards.filter(({ verdict }) => verdict === "vetoes");
  return spoken.map(
    ({ name, reason = "" }) => `The nearest is vetoed by ${name}: ${oneLine(reason)}`,
  );
}
