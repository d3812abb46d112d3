import type { JSX } from "preact";
import { cosine } from "../../../../evaluate/format.ts";
import type { ShownNeighbour } from "../../../contract.ts";
import { durationText } from "../../format.ts";
import { Chip } from "../../parts/chip.tsx";
import { EntryName } from "../../parts/question.tsx";
import { SimilarityBar } from "../../parts/similarity.tsx";
import { hrefTo } from "../../route.ts";
import { reasonName, reasonSentence } from "../../words.ts";
import { GuardVerdicts } from "./guard-verdicts.tsx";

/** A stored question, how near it is, and who speaks against it. */
export function NeighbourCard({ neighbour }: { readonly neighbour: ShownNeighbour }): JSX.Element {
  const { entryId, similarity, query, ageMs, entry, verdict, guards } = neighbour;
  return (
    <li class={`neighbour ${verdict.accepted ? "served" : ""}`}>
      <div class="neighbour-similarity">
        <span class="figure">{cosine(Math.min(1, similarity))}</span>
        <SimilarityBar value={similarity} />
        <span class="faint">similarity</span>
      </div>
      <div>
        <p class="neighbour-question">
          <a href={hrefTo("entries", { entry: entryId })}>
            {query ?? <EntryName entryId={entryId} />}
          </a>{" "}
          <VerdictChip neighbour={neighbour} />
        </p>
        {entry.answer && <p class="faint clamp">{entry.answer}</p>}
        <p class="faint meta">
          {[entry.model, entry.namespace, `${durationText(ageMs)} old`, policyText(neighbour)]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <GuardVerdicts guards={guards} />
      </div>
    </li>
  );
}

function VerdictChip({
  neighbour: { verdict },
}: {
  readonly neighbour: ShownNeighbour;
}): JSX.Element {
  const { accepted, reason = "no-match" } = verdict;
  if (accepted) return <Chip tone="semantic" text="would be served" />;
  const title = reasonSentence("miss", reason);
  return <Chip tone="miss" text={reasonName("miss", reason)} title={title} />;
}

/** What the policy says, with the numbers it decided by. */
function policyText({ policy }: ShownNeighbour): string {
  if (!policy.asked) return "policy not asked";
  const said = policy.serves
    ? "policy serves"
    : policy.explores
      ? "policy explores"
      : "policy refuses";
  const numbers = Object.entries(policy.numbers ?? {}).map(
    ([name, value]) => `${name} ${Number(value.toFixed(3))}`,
  );
  return numbers.length === 0 ? said : `${said} (${numbers.join(", ")})`;
}
